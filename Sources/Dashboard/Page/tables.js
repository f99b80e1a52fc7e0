// The cities, the largest and the latest sales. Rows are made once and filled again and again, so that nothing on the page moves.

import { withOthers } from "./breakdowns.js";
import * as formats from "./formats.js";
import { texts } from "./texts.js";

const latestInterval = 1000;
const glowLimit = 12;
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

function makeRows(body, number, columns) {
  return Array.from({ length: number }, () => {
    const row = body.insertRow();
    const cells = columns.map((className) => {
      const cell = row.insertCell();
      cell.className = className;
      return cell;
    });
    return { row, cells };
  });
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A text that may be cut off on a narrow page; a pointer shows it whole. */
function setLongText(element, text) {
  setText(element, text);
  if (element.title !== text) element.title = text;
}

/** The beginning of a transaction's id; a pointer shows it whole. */
function setId(element, transaction) {
  const id = transaction?.transaction_id ?? "";
  setText(element, formats.shortId(id));
  if (element.title !== id) element.title = id;
}

/** A cell with a line in bold and a small one below. */
const twoLines = (cell) => ["b", "small"].map((name) => cell.appendChild(document.createElement(name)));

/** What each city buys: the cities with the highest revenue, and the rest as one. */
export class CityTable {
  #listing = document.getElementById("cities-listing");
  #note = document.getElementById("cities-note");
  #rows = makeRows(document.getElementById("cities"), 10, ["two-lines", "end", "end", "end"]).map(
    ({ row, cells: [city, ...numbers] }) => ({ row, city: twoLines(city), numbers }),
  );

  /** Shows the cities, the highest first. */
  show(groups) {
    const shown = withOthers(groups);
    this.#listing.classList.toggle("is-empty", groups.length === 0);
    setText(this.#note, groups.length > 0 ? texts.keys(formats.count(groups.length)) : "\u00a0");
    const highest = Math.max(1e-9, ...shown.map((group) => group.revenue));
    this.#rows.forEach(({ row, city, numbers }, index) => {
      const group = shown[index];
      row.hidden = !group;
      if (!group) return;
      row.style.setProperty("--share", `${Math.max(0, (100 * group.revenue) / highest).toFixed(1)}%`);
      setLongText(city[0], group.key);
      setLongText(city[1], group.top_category ?? "");
      const basket = group.transactions > 0 ? group.revenue / group.transactions : 0;
      const values = [
        formats.count(group.transactions),
        formats.amount(group.average_basket ?? basket),
        formats.amount(group.revenue),
      ];
      numbers.forEach((cell, column) => setLongText(cell, values[column]));
    });
  }
}

/** The ten largest sales. */
export class TopTable {
  #listing = document.querySelector(".listing.top");
  #note = document.getElementById("top-note");
  #rows = makeRows(document.getElementById("top"), 10, [
    "rank",
    "two-lines",
    "id two-lines",
    "extra",
    "end two-lines",
  ]).map(({ row, cells: [rank, sale, id, payment, amount] }, index) => {
    rank.textContent = String(index + 1);
    return { row, payment, sale: twoLines(sale), id: twoLines(id), amount: twoLines(amount) };
  });

  /** Shows a snapshot. */
  show(snapshot, now) {
    this.#listing.classList.toggle("is-empty", snapshot.top.length === 0);
    const { above, transactions: count } = snapshot.large_sales;
    setText(this.#note, texts.largeSales(texts.sales(formats.count(count), count), formats.money(above)));
    this.#rows.forEach(({ row, payment, sale, id, amount }, index) => {
      const transaction = snapshot.top[index];
      row.classList.toggle("is-blank", !transaction);
      setText(sale[0], transaction?.category ?? "");
      setLongText(sale[1], transaction ? `${transaction.city} · ${texts.customer(transaction.user_id)}` : "");
      setId(id[0], transaction);
      setText(id[1], transaction ? texts.articlesOfSale(transaction.quantity) : "");
      setLongText(payment, transaction?.payment_method ?? "");
      setText(amount[0], transaction ? formats.amount(transaction.amount) : "");
      setText(amount[1], transaction ? formats.second(Date.parse(transaction.timestamp), now) : "");
    });
  }
}

/** The twenty latest sales: at most once a second, and not while somebody reads them. */
export class LatestTable {
  #listing = document.getElementById("latest-listing");
  #note = document.getElementById("latest-note");
  #rows = makeRows(document.getElementById("latest"), 20, [
    "time",
    "",
    "",
    "end quantity",
    "extra",
    "extra id",
    "end",
  ]);
  #shown = new Set();
  #shownAt = 0;
  #waiting = null;
  #timer = 0;
  #isRead = false;

  constructor() {
    this.#listing.addEventListener("pointerenter", () => this.#read(true));
    this.#listing.addEventListener("pointerleave", () => this.#read(false));
  }

  /** Shows a snapshot, soon. */
  show(snapshot, now) {
    this.#waiting = { transactions: snapshot.latest, now };
    this.#listing.classList.toggle("is-empty", snapshot.latest.length === 0);
    this.#schedule();
  }

  #schedule() {
    if (this.#isRead || this.#timer || !this.#waiting) return;
    const delay = Math.max(0, this.#shownAt + latestInterval - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      if (!this.#isRead) this.#fill();
    }, delay);
  }

  #read(isRead) {
    this.#isRead = isRead && this.#shown.size > 0;
    setText(this.#note, this.#isRead ? texts.paused : texts.asTheyArrive);
    this.#schedule();
  }

  #fill() {
    const { transactions, now } = this.#waiting;
    this.#waiting = null;
    this.#shownAt = performance.now();
    const fresh = transactions.filter((transaction) => !this.#shown.has(transaction.transaction_id));
    // When everything is new all the time, light on everything would only flicker.
    const glows = this.#shown.size > 0 && fresh.length <= glowLimit && !reducedMotion.matches;
    const hasDays = transactions.some(({ timestamp }) => !formats.isSameDay(Date.parse(timestamp), now));
    const time = hasDays ? formats.dayAndMinute : formats.second;
    this.#listing.classList.toggle("has-days", hasDays);
    this.#rows.forEach(({ row, cells }, index) => {
      const transaction = transactions[index];
      row.classList.toggle("is-blank", !transaction);
      const values = transaction
        ? [
            time(Date.parse(transaction.timestamp), now),
            transaction.category,
            transaction.city,
            formats.count(transaction.quantity),
            transaction.payment_method,
            null,
            formats.amount(transaction.amount),
          ]
        : ["", "", "", "", "", null, ""];
      cells.forEach((cell, column) => {
        if (values[column] !== null) setLongText(cell, values[column]);
      });
      setId(cells[5], transaction);
      for (const animation of row.getAnimations()) animation.cancel();
      if (glows && transaction && fresh.includes(transaction)) {
        row.animate([{ backgroundColor: "var(--glow)" }, { backgroundColor: "transparent" }], {
          duration: 1600,
          easing: "ease-out",
        });
      }
    });
    this.#shown = new Set(transactions.map((transaction) => transaction.transaction_id));
  }
}
