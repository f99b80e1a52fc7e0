// Numbers, money and times as the page's language writes them.

import { language, texts } from "./texts.js";

const locale = language === "fr" ? "fr-FR" : "en";
const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const compacts = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
const calendarDays = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const errors = new Intl.NumberFormat(locale, { style: "percent", maximumSignificantDigits: 2 });

let zone = "UTC";
/** Since when the zone's clocks are how far ahead of UTC, in milliseconds; the server knows it for all moments that it sends. */
let offsets = [{ since: -Infinity, ahead: 0 }];
const clocks = makeClocks();
let currency = "MAD";
let digits = 2;
let amounts = makeAmounts();

function makeAmounts() {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function makeClocks() {
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" };
  const day = { day: "numeric", month: "short", timeZone: "UTC" };
  return {
    minute: new Intl.DateTimeFormat(locale, time),
    second: new Intl.DateTimeFormat(locale, { ...time, second: "2-digit" }),
    dayAndMinute: new Intl.DateTimeFormat(locale, { ...day, ...time }),
    day: new Intl.DateTimeFormat(locale, day),
    date: new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: "UTC" }),
  };
}

/** Takes the time zone and the currency that the server tells. */
export function configure(snapshot) {
  currency = snapshot.currency;
  if (snapshot.currency_digits !== digits) {
    digits = snapshot.currency_digits;
    amounts = makeAmounts();
  }
  zone = snapshot.time_zone;
  offsets = snapshot.utc_offsets.map(({ since, seconds }) => ({ since: Date.parse(since), ahead: seconds * 1000 }));
}

/** What the zone's clocks show at a moment, as if it were UTC. */
function local(moment) {
  const known = offsets.findLast(({ since }) => since <= moment) ?? offsets[0];
  return moment + known.ahead;
}

/** The name of the time zone. */
export const zoneName = () => zone.replaceAll("_", " ");

/** A whole number. */
export const count = (value) => counts.format(value);

/** A number with one decimal. */
export const decimal = (value) => decimals.format(value);

/** A number in as few characters as an axis has room for. */
export const compact = (value) => compacts.format(value);

/** An amount between two that are shown, rounded to what the currency has coins for. */
export const rounded = (value) => Math.round(value * 10 ** digits) / 10 ** digits;

/** An amount without its currency. */
export const amount = (value) => amounts.format(value);

/** An amount with its currency. */
export const money = (value) => `${amounts.format(value)}\u00a0${currency}`;

/** A share of one. */
export const percent = (value) => percents.format(value);

/** A relative error, in two digits. */
export const error = (value) => errors.format(value);

/** A time of day in minutes; `moment` is in milliseconds. */
export const minute = (moment) => clocks.minute.format(local(moment));

/** A time of day in seconds, with its day when that is not the day of `reference`. */
export function second(moment, reference = Date.now()) {
  const time = clocks.second.format(local(moment));
  return isSameDay(moment, reference) ? time : `${clocks.day.format(local(moment))}, ${time}`;
}

/** A day and a time of day. */
export const dayAndMinute = (moment) => clocks.dayAndMinute.format(local(moment));

/** Whether two moments fall on one day of the page's time zone. */
export const isSameDay = (left, right) => clocks.date.format(local(left)) === clocks.date.format(local(right));

/** A length of time in its two largest units. */
export function age(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

/** The time that something took. */
export const elapsed = (seconds) =>
  seconds < 1 ? `${count(seconds * 1000)} ms` : `${decimal(seconds)} s`;

/** An hour of the day as a chart's axis has it: "08". */
export const hourOfDay = (hour) => String(hour).padStart(2, "0");

/** An hour of the day: "08:00–08:59". */
export const hourSpan = (hour) => `${hourOfDay(hour)}:00–${hourOfDay(hour)}:59`;

/** A day of the calendar, `2026-02-14`. */
export const calendarDay = (date) => calendarDays.format(Date.parse(`${date}T00:00:00Z`));

/** The beginning of an identifier, which is long and random as a rule. */
export const shortId = (id) => (id.length > 9 ? `${id.slice(0, 8)}…` : id);

/** The length of an interval in words: "minute", "5 minutes". */
export function interval(seconds) {
  if (seconds % 3600 === 0) return seconds === 3600 ? texts.hour : texts.hours(seconds / 3600);
  if (seconds % 60 === 0) return seconds === 60 ? texts.minute : texts.minutes(seconds / 60);
  return texts.seconds(seconds);
}
