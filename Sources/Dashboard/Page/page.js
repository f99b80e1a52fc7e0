// Joins the parts: each snapshot of the feed is drawn once, in the next frame that the browser paints.

import { CategoryPlot, PaymentPlot } from "./breakdowns.js";
import { Feed } from "./feed.js";
import { Figure } from "./figures.js";
import * as formats from "./formats.js";
import { HoursPlot } from "./hours.js";
import { PipelinePanel } from "./pipeline.js";
import { useFont } from "./plot.js";
import { SeriesPlot } from "./series.js";
import { CityTable, LatestTable, TopTable } from "./tables.js";
import { language, texts, translatePage } from "./texts.js";

translatePage();
useFont();

const byId = (id) => document.getElementById(id);
const figures = {
  revenue: new Figure("revenue", (value) => formats.amount(formats.rounded(value))),
  transactions: new Figure("transactions", (value) => formats.count(Math.round(value))),
  customers: new Figure("customers", (value) => formats.count(Math.round(value))),
  basket: new Figure("basket", (value) => formats.amount(formats.rounded(value))),
};
const series = new SeriesPlot();
const payments = new PaymentPlot();
const categories = new CategoryPlot();
const cities = new CityTable();
const hours = new HoursPlot();
const top = new TopTable();
const latest = new LatestTable();
const pipeline = new PipelinePanel();

let snapshot = null;
let isScheduled = false;
let connection = "connecting";
/** The server's clock less ours, in milliseconds. */
let clockOffset = 0;
const serverNow = () => Date.now() + clockOffset;

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function schedule() {
  if (isScheduled || document.hidden || !snapshot) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    draw();
  });
}

function draw() {
  const now = serverNow();
  formats.configure(snapshot);
  drawFigures();
  series.show(snapshot);
  payments.show(snapshot.payment_methods);
  categories.show(snapshot.categories);
  cities.show(snapshot.cities);
  hours.show(snapshot.day);
  top.show(snapshot, now);
  latest.show(snapshot, now);
  pipeline.show(snapshot, now);
  drawStatus();
  setText(byId("colophon"), `${texts.version(snapshot.version)} · ${texts.timesIn(formats.zoneName())}`);
}

function drawFigures() {
  const { transactions, quantity, customers, series: intervals } = snapshot;
  figures.revenue.set(snapshot.revenue);
  figures.transactions.set(transactions);
  figures.customers.set(customers);
  figures.basket.set(snapshot.average_basket);
  for (const element of document.querySelectorAll(".code")) setText(element, snapshot.currency);
  const open = intervals.at(-1);
  setText(
    byId("revenue-note"),
    open ? texts.sinceTime(formats.money(open.revenue), formats.minute(Date.parse(open.start))) : texts.noneYet,
  );
  setText(byId("transactions-note"), texts.articles(formats.count(quantity)));
  setText(
    byId("customers-note"),
    snapshot.customers_error > 0 ? texts.estimated(formats.error(snapshot.customers_error)) : texts.exact,
  );
  setText(
    byId("basket-note"),
    transactions > 0 ? texts.articlesPerSale(formats.decimal(quantity / transactions)) : texts.noneYet,
  );
}

function drawStatus() {
  const phase = snapshot?.pipeline.phase;
  const isLive = connection === "live";
  const tones = { running: "good", following: "good", waiting: "warning", stopped: "bad" };
  const isConnecting = connection === "connecting" && !snapshot;
  byId("status").dataset.tone = isLive ? (tones[phase] ?? "quiet") : isConnecting ? "quiet" : "bad";
  setText(
    byId("status-text"),
    isLive ? (texts.phases[phase] ?? phase) : isConnecting ? texts.connecting : texts.offline,
  );
  const trouble = isLive && (phase === "waiting" || phase === "stopped") ? snapshot.pipeline.message : null;
  byId("trouble").hidden = !trouble;
  setText(byId("trouble"), trouble ? `${texts.phases[phase]}: ${trouble}` : "");
  const rate = snapshot?.pipeline.rate ?? 0;
  setText(byId("speed"), isLive && rate > 0 ? texts.perSecond(formats.count(rate)) : "");
  document.body.classList.toggle("is-stale", !isLive && snapshot !== null);
  document.title = snapshot && isLive ? `${formats.money(snapshot.revenue)} · Souk` : "Souk";
}

let countdown = 0;

function showConnection(state, seconds = 0) {
  connection = state;
  clearInterval(countdown);
  const banner = byId("banner");
  banner.hidden = state === "live" || (state === "connecting" && banner.hidden);
  if (state === "denied") setText(banner, texts.denied);
  if (state === "connecting") setText(banner, texts.lost);
  if (state === "waiting") {
    let left = seconds;
    const tell = () => setText(banner, left > 1 ? texts.lostIn(left) : texts.lost);
    tell();
    countdown = setInterval(() => {
      left -= 1;
      tell();
    }, 1000);
  }
  drawStatus();
}

const feed = new Feed(
  "/api/v1/events",
  (received) => {
    snapshot = received;
    clockOffset = Date.parse(received.served_at) - Date.now();
    schedule();
  },
  showConnection,
);

document.addEventListener("visibilitychange", schedule);
document.documentElement.dataset.language = language;
setInterval(() => {
  if (!document.hidden && connection === "live") pipeline.showAge(serverNow());
}, 1000);
feed.start();
