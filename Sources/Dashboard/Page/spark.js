// The cluster that runs the pipeline, where that is not Souk's own process: what Spark says of its streaming queries.

import * as formats from "./formats.js";
import { texts } from "./texts.js";

function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** The part of the pipeline's panel that is there only for a pipeline on Spark. */
export class SparkPanel {
  #root = document.getElementById("spark");
  #server = document.getElementById("spark-server");
  #page = document.getElementById("spark-page");
  #queries = document.getElementById("spark-queries");

  /** Shows what is known of the cluster, or nothing; `now` is the server's time in milliseconds. */
  show(spark, now) {
    this.#root.hidden = !spark;
    if (!spark) return;
    setText(this.#server, texts.sparkServer(spark.version, spark.server));
    this.#page.hidden = !spark.page;
    if (spark.page && this.#page.getAttribute("href") !== spark.page) this.#page.href = spark.page;
    this.#showQueries(spark.queries, now);
  }

  #showQueries(queries, now) {
    const body = this.#queries;
    while (body.rows.length < queries.length) {
      const row = body.insertRow();
      for (let column = 0; column < 8; column += 1) row.insertCell().className = column < 2 ? "" : "end";
    }
    while (body.rows.length > queries.length) body.deleteRow(-1);
    queries.forEach((query, index) => {
      const isKnown = query.batch !== null;
      const values = [
        query.name,
        query.restarts > 0 ? texts.restarted(query.is_active, formats.count(query.restarts)) : texts.running(query.is_active),
        isKnown ? formats.count(query.batch) : "–",
        texts.perSecond(formats.count(query.input_rate ?? 0)),
        isKnown ? formats.elapsed(query.batch_seconds) : "–",
        query.watermark ? formats.second(Date.parse(query.watermark), now) : "–",
        formats.count(query.state_rows),
        formats.count(query.dropped_rows),
      ];
      values.forEach((text, column) => setText(body.rows[index].cells[column], text));
    });
  }
}
