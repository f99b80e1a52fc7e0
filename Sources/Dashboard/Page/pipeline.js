// The state of the pipeline: how fast, how far, and where every message went.

import * as formats from "./formats.js";
import { SparkPanel } from "./spark.js";
import { texts } from "./texts.js";

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** The panel at the foot of the page. */
export class PipelinePanel {
  #message = document.getElementById("pipeline-message");
  #reasons = document.getElementById("reasons");
  #lost = document.getElementById("lost");
  #partitions = document.getElementById("partitions");
  #facts = {};
  #read = new Equation("read-equation", texts.read, [texts.accepted, texts.rejected]);
  #accepted = new Equation("accepted-equation", texts.accepted, [texts.windowed]);
  #spark = new SparkPanel();
  #reasonsShown = "";
  #lastCommit = null;

  constructor() {
    const list = document.getElementById("facts");
    const names = ["rate", "lag", "watermark", "lastCommit", "commits", "windowsClosed"];
    for (const name of names) {
      const fact = list.appendChild(element("div"));
      fact.appendChild(element("dt", "", texts[name]));
      const value = fact.appendChild(element("dd"));
      this.#facts[name] = {
        main: value.appendChild(element("b", "", "–")),
        note: value.appendChild(element("small", "", "\u00a0")),
      };
    }
  }

  /** Shows a snapshot; `now` is the server's time in milliseconds. */
  show(snapshot, now) {
    const pipeline = snapshot.pipeline;
    const watermark = pipeline.watermark ? Date.parse(pipeline.watermark) : null;
    setText(this.#message, pipeline.message ?? texts.phases[pipeline.phase] ?? pipeline.phase);
    this.#set("rate", texts.perSecond(formats.count(pipeline.rate ?? 0)));
    this.#set("lag", formats.count(pipeline.lag), texts.waitingMessages);
    if (watermark === null) this.#set("watermark", "–");
    else this.#set("watermark", formats.second(watermark, now), texts.completeUntilThen);
    this.#set("commits", formats.count(pipeline.commits), texts.toTheLake);
    this.#set("windowsClosed", formats.count(pipeline.windows_closed), texts.revised(formats.count(pipeline.revised)));
    this.#lastCommit = pipeline.last_commit ? Date.parse(pipeline.last_commit) : null;
    this.showAge(now, pipeline.last_commit_seconds);
    this.#read.show(pipeline.read, [pipeline.accepted, pipeline.rejected]);
    const stale = pipeline.stale_windows > 0 ? texts.staleWindows(formats.count(pipeline.stale_windows)) : null;
    this.#accepted.show(pipeline.accepted, [pipeline.windowed], stale);
    this.#lost.hidden = pipeline.lost === 0;
    setText(this.#lost, pipeline.lost > 0 ? texts.lostBeforeRead(formats.count(pipeline.lost)) : "");
    this.#showReasons(Object.entries(pipeline.rejected_by_reason));
    this.#showPartitions(pipeline.partitions, now);
    this.#spark.show(pipeline.spark, now);
  }

  /** Brings the age of the last commit up to date. */
  showAge(now, seconds) {
    const isKnown = this.#lastCommit !== null;
    const fact = this.#facts.lastCommit;
    setText(fact.main, isKnown ? texts.ago(formats.age((now - this.#lastCommit) / 1000)) : "–");
    if (seconds !== undefined) setText(fact.note, isKnown ? texts.took(formats.elapsed(seconds)) : "\u00a0");
  }

  #set(name, main, note = "") {
    setText(this.#facts[name].main, main);
    setText(this.#facts[name].note, note || "\u00a0");
  }

  #showReasons(reasons) {
    const shown = JSON.stringify(reasons);
    if (shown === this.#reasonsShown) return;
    this.#reasonsShown = shown;
    if (reasons.length === 0) {
      this.#reasons.replaceChildren(element("li", "none", texts.noRejections));
      return;
    }
    this.#reasons.replaceChildren(
      ...reasons.map(([reason, number]) => {
        const item = element("li");
        item.append(element("span", "", texts.reasons[reason] ?? reason), element("b", "", formats.count(number)));
        return item;
      }),
    );
  }

  #showPartitions(partitions, now) {
    const body = this.#partitions;
    const number = Math.max(1, partitions.length);
    while (body.rows.length < number) {
      const row = body.insertRow();
      for (const className of ["", "end", "end", "end"]) row.insertCell().className = className;
    }
    while (body.rows.length > number) body.deleteRow(-1);
    if (partitions.length === 0) {
      for (const cell of body.rows[0].cells) setText(cell, "–");
      return;
    }
    partitions.forEach((partition, index) => {
      const watermark = partition.watermark ? formats.second(Date.parse(partition.watermark), now) : "–";
      const lag = Math.max(0, partition.end - partition.position);
      const values = [String(partition.partition), formats.count(partition.position), formats.count(lag), watermark];
      values.forEach((text, column) => setText(body.rows[index].cells[column], text));
    });
  }
}

/** A whole and its two parts, and whether they add up. */
class Equation {
  #values;
  #mark;

  constructor(id, whole, parts) {
    const root = document.getElementById(id);
    const terms = [whole, ...parts].map((name) => {
      const term = element("p");
      const value = element("b", "", "–");
      term.append(value, element("span", "", name));
      return { term, value };
    });
    this.#mark = element("p", "mark");
    this.#values = terms.map((term) => term.value);
    terms.forEach(({ term }, index) => {
      if (index > 0) root.append(element("i", "", index === 1 ? "=" : "+"));
      root.append(term);
    });
    root.append(this.#mark);
  }

  /** Shows values, and that they add up unless there is something else to say of them. */
  show(whole, parts, note = null) {
    [whole, ...parts].forEach((value, index) => setText(this.#values[index], formats.count(value)));
    const isBalanced = whole === parts.reduce((sum, part) => sum + part, 0);
    this.#mark.classList.toggle("is-balanced", isBalanced && note === null);
    setText(this.#mark, isBalanced ? note ?? `✓ ${texts.balanced}` : texts.counting);
  }
}
