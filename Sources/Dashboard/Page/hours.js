// The hours of the shop's day.

import * as formats from "./formats.js";
import { Plot, colour, common, faded, paintAxis, paintTooltip } from "./plot.js";
import { texts } from "./texts.js";

/** Sales by the hour, of today or of the last day with any. */
export class HoursPlot extends Plot {
  #title = document.getElementById("hours-title");
  #note = document.getElementById("hours-note");
  #day = { hours: [] };

  constructor() {
    super("hours", {
      type: "bar",
      data: {
        labels: Array.from({ length: 24 }, (_, hour) => formats.hourOfDay(hour)),
        datasets: [{ data: [], borderRadius: 4, borderSkipped: false, maxBarThickness: 40 }],
      },
      options: {
        ...common,
        scales: {
          x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 12 } },
          y: {
            beginAtZero: true,
            grid: {},
            ticks: { maxTicksLimit: 5, precision: 0, callback: (value) => formats.compact(value) },
          },
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            callbacks: {
              title: ([item]) => formats.hourSpan(item.dataIndex),
              label: (item) => texts.sales(formats.count(item.raw), item.raw),
              footer: ([item]) => formats.money(this.#day.hours[item.dataIndex]?.revenue ?? 0),
            },
          },
        },
      },
    });
    this.paint();
  }

  paint() {
    const options = this.chart.options;
    const bar = colour("--c1");
    const peak = colour("--c4");
    this.chart.data.datasets[0].backgroundColor = ({ dataIndex }) =>
      dataIndex === this.#day.peak_hour ? peak : faded(bar, 0.75);
    paintAxis(options.scales.x);
    paintAxis(options.scales.y);
    paintTooltip(this.chart);
  }

  /** Shows a day. */
  show(day) {
    this.#day = day;
    const title = day.is_today ? texts.today : texts.hoursOf(formats.calendarDay(day.date));
    if (this.#title.textContent !== title) this.#title.textContent = title;
    const peak = day.hours[day.peak_hour];
    const note = peak
      ? texts.peakHour(formats.hourSpan(peak.hour), texts.sales(formats.count(peak.transactions), peak.transactions))
      : "\u00a0";
    if (this.#note.textContent !== note) this.#note.textContent = note;
    this.chart.data.datasets[0].data = day.hours.map((hour) => hour.transactions);
    this.draw(
      !peak,
      day.hours.map((hour) => [
        formats.hourSpan(hour.hour),
        formats.count(hour.transactions),
        formats.money(hour.revenue),
      ]),
    );
  }
}
