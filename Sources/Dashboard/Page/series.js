// Revenue over time.

import * as formats from "./formats.js";
import { Plot, colour, common, faded, paintAxis, paintTooltip } from "./plot.js";
import { texts } from "./texts.js";

const gapsMax = 720;

/** Revenue over event time. */
export class SeriesPlot extends Plot {
  #note = document.getElementById("series-note");

  constructor() {
    super("series", {
      type: "line",
      data: {
        datasets: [
          {
            data: [],
            parsing: false,
            fill: true,
            borderWidth: 2.5,
            pointRadius: 0,
            pointHitRadius: 16,
            cubicInterpolationMode: "monotone",
            // What the watermark has not passed may still grow.
            segment: {
              borderDash: ({ chart, p1DataIndex }) =>
                chart.data.datasets[0].data[p1DataIndex]?.isOpen ? [4, 4] : undefined,
            },
          },
        ],
      },
      options: {
        ...common,
        interaction: { mode: "index", intersect: false },
        layout: { padding: { top: 8 } },
        scales: {
          x: {
            type: "linear",
            grid: { display: false },
            ticks: { maxRotation: 0, autoSkipPadding: 24, maxTicksLimit: 9 },
            afterBuildTicks: (axis) => {
              axis.ticks = timeTicks(axis.min, axis.max, axis.chart.width < 500 ? 4 : 8);
            },
          },
          y: { beginAtZero: true, grid: {}, ticks: { maxTicksLimit: 6, callback: (value) => formats.compact(value) } },
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            callbacks: {
              title: (items) => formats.dayAndMinute(items[0].parsed.x),
              label: (item) => formats.money(item.parsed.y),
              footer: (items) => `${formats.count(items[0].raw.transactions)} ${texts.transactions.toLowerCase()}`,
            },
          },
        },
      },
    });
    this.paint();
  }

  paint() {
    const options = this.chart.options;
    const line = colour("--c1");
    const dataset = this.chart.data.datasets[0];
    dataset.borderColor = line;
    dataset.backgroundColor = (context) => {
      const area = context.chart.chartArea;
      if (!area) return "transparent";
      const gradient = context.chart.ctx.createLinearGradient(0, area.top, 0, area.bottom);
      gradient.addColorStop(0, faded(line, 0.28));
      gradient.addColorStop(1, faded(line, 0));
      return gradient;
    };
    paintAxis(options.scales.x);
    paintAxis(options.scales.y);
    options.scales.x.ticks.callback = (value) => tickText(value, this.chart.scales.x);
    paintTooltip(this.chart);
    options.plugins.tooltip.footerColor = colour("--card");
  }

  /** Shows a snapshot. */
  show(snapshot) {
    const length = snapshot.interval_seconds * 1000;
    const watermark = snapshot.pipeline.watermark ? Date.parse(snapshot.pipeline.watermark) : Infinity;
    const points = fillGaps(
      snapshot.series.map((interval) => {
        const x = Date.parse(interval.start);
        return { x, y: interval.revenue, transactions: interval.transactions, isOpen: x + length > watermark };
      }),
      length,
    );
    // The interval that has just begun would look like a collapse of the market; the big figure above shows it.
    if (points.length > 2 && points.at(-1).isOpen) points.pop();
    const axis = this.chart.options.scales.x;
    axis.min = points.length > 0 ? points[0].x : undefined;
    axis.max = points.length > 0 ? Math.max(points.at(-1).x, points[0].x + length) : undefined;
    const dataset = this.chart.data.datasets[0];
    dataset.data = points;
    dataset.pointRadius = points.length === 1 ? 4 : 0;
    const words = formats.interval(snapshot.interval_seconds);
    this.#note.textContent = points.length > 0 ? texts.perInterval(words) : "\u00a0";
    this.draw(
      points.length === 0,
      points.slice(-30).map((point) => [formats.dayAndMinute(point.x), formats.money(point.y)]),
    );
  }
}

/** Intervals that hold nothing are not sent; their revenue is nothing, not what lies between their neighbours'. */
function fillGaps(points, length) {
  if (points.length < 2 || (points.at(-1).x - points[0].x) / length > gapsMax) return points;
  const filled = [];
  for (const point of points) {
    while (filled.length > 0 && point.x - filled.at(-1).x > length * 1.5) {
      filled.push({ x: filled.at(-1).x + length, y: 0, transactions: 0, isOpen: point.isOpen });
    }
    filled.push(point);
  }
  return filled;
}

/** Round times of day. */
function timeTicks(min, max, number) {
  const minute = 60_000;
  const minutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200];
  const steps = minutes.map((number) => number * minute);
  const step = steps.find((candidate) => (max - min) / candidate <= number) ?? steps.at(-1);
  const ticks = [];
  for (let value = Math.ceil(min / step) * step; value <= max && ticks.length < 50; value += step) {
    ticks.push({ value });
  }
  return ticks;
}

function tickText(value, axis) {
  return axis.max - axis.min > 86_400_000 ? formats.dayAndMinute(value) : formats.minute(value);
}
