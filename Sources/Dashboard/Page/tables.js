// The largest and the latest sales. Rows are made once and filled again and again, so that nothing on the page moves.

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

/** The ten largest sales. */
export class TopTable {
  #listing = document.querySelector(".listing.top");
  #rows = makeRows(document.getElementById("top"), 10, ["rank", "two-lines", "extra", "end two-lines"]).map(
    ({ row, cells: [rank, sale, payment, amount] }, index) => {
      const lines = [sale, amount].map((cell) =>
        ["b", "small"].map((name) => cell.appendChild(document.createElement(name))),
      );
      rank.textContent = String(index + 1);
      return { row, payment, sale: lines[0], amount: lines[1] };
    },
  );

  /** Shows a snapshot. */
  show(snapshot, now) {
    this.#listing.classList.toggle("is-empty", snapshot.top.length === 0);
    this.#rows.forEach(({ row, payment, sale, amount }, index) => {
      const transaction = snapshot.top[index];
      row.classList.toggle("is-blank", !transaction);
      setText(sale[0], transaction?.category ?? "");
      setLongText(sale[1], transaction ? `${transaction.city} · ${texts.customer(transaction.user_id)}` : "");
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
  #rows = makeRows(document.getElementById("latest"), 20, ["time", "", "", "extra", "end"]);
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
            transaction.payment_method,
            formats.amount(transaction.amount),
          ]
        : ["", "", "", "", ""];
      cells.forEach((cell, column) => setLongText(cell, values[column]));
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
