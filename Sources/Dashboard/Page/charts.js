// The charts. Each is made once and then only given new numbers.

import * as formats from "./formats.js";
import { texts } from "./texts.js";

const barsMax = 10;
const gapsMax = 720;
const tableInterval = 2000;
const slices = ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6", "--c7", "--c8"];

const probe = document.createElement("i");
probe.hidden = true;
document.body.append(probe);

/** The present value of one of the style sheet's colours. */
function colour(name) {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** The same colour, partly transparent. */
function faded(value, alpha) {
  const channels = value.match(/[\d.]+/g).slice(0, 3);
  return `rgba(${channels.join(", ")}, ${alpha})`;
}

/**
 * What all charts have in common: an empty state, a table for those who can't see, and colours that follow the theme,
 * which each kind sets in its `paint`.
 */
class Plot {
  #holder;
  #table;
  #tableAt = -Infinity;
  chart;

  constructor(id, configuration) {
    const canvas = document.getElementById(id);
    this.#holder = canvas.closest("[data-plot]");
    this.#table = document.getElementById(`${id}-table`);
    this.chart = new Chart(canvas, configuration);
    document.addEventListener("themechange", () => {
      this.paint();
      this.chart.update("none");
    });
  }

  /** Draws the present numbers, or says that there are none. */
  draw(isEmpty, rows) {
    this.#holder.classList.toggle("is-empty", isEmpty);
    this.chart.update("none");
    if (performance.now() - this.#tableAt >= tableInterval) {
      this.#tableAt = performance.now();
      this.#tell(rows);
    }
  }

  #tell(rows) {
    const body = this.#table.tBodies[0] ?? this.#table.createTBody();
    while (body.rows.length < rows.length) body.insertRow();
    while (body.rows.length > rows.length) body.deleteRow(-1);
    rows.forEach((values, index) => {
      const row = body.rows[index];
      while (row.cells.length < values.length) row.insertCell();
      values.forEach((value, column) => {
        if (row.cells[column].textContent !== value) row.cells[column].textContent = value;
      });
    });
  }
}

const common = {
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  resizeDelay: 100,
};

function paintTooltip(chart) {
  Object.assign(chart.options.plugins.tooltip, {
    backgroundColor: colour("--ink"),
    titleColor: colour("--card"),
    bodyColor: colour("--card"),
    padding: 10,
    cornerRadius: 8,
    displayColors: false,
  });
}

function paintAxis(axis) {
  axis.ticks.color = colour("--muted");
  axis.grid.color = colour("--line");
  axis.grid.borderColor = "transparent";
}

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
              borderDash: (context) => (context.chart.data.datasets[0].data[context.p1DataIndex]?.isOpen ? [4, 4] : undefined),
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
    this.#note.textContent = points.length > 0 ? texts.perInterval(formats.interval(snapshot.interval_seconds)) : "\u00a0";
    this.draw(
      points.length === 0,
      snapshot.series.slice(-30).map((interval) => [formats.dayAndMinute(Date.parse(interval.start)), formats.money(interval.revenue)]),
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
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200].map((step) => step * minute);
  const step = steps.find((candidate) => (max - min) / candidate <= number) ?? steps.at(-1);
  const ticks = [];
  for (let value = Math.ceil(min / step) * step; value <= max && ticks.length < 50; value += step) ticks.push({ value });
  return ticks;
}

function tickText(value, axis) {
  return axis.max - axis.min > 86_400_000 ? formats.dayAndMinute(value) : formats.minute(value);
}

/** Draws each bar's value at its end, since a wall has no pointer. */
const barValues = {
  id: "barValues",
  afterDatasetsDraw(chart) {
    const { ctx, data } = chart;
    ctx.save();
    ctx.font = `600 ${Chart.defaults.font.size}px ${Chart.defaults.font.family}`;
    ctx.fillStyle = chart.options.valueColour;
    ctx.textBaseline = "middle";
    chart.getDatasetMeta(0).data.forEach((bar, index) => {
      ctx.fillText(formats.compact(data.datasets[0].data[index]), bar.x + 8, bar.y);
    });
    ctx.restore();
  },
};

/** Revenue by the keys of one dimension. */
export class BarPlot extends Plot {
  #note;
  #colour;

  constructor(id, colourName) {
    super(id, {
      type: "bar",
      data: {
        labels: [],
        datasets: [
          {
            data: [],
            backgroundColor: (context) => context.chart.options.fillColour,
            borderRadius: 5,
            borderSkipped: false,
            maxBarThickness: 26,
          },
        ],
      },
      options: {
        ...common,
        indexAxis: "y",
        layout: { padding: { right: 56 } },
        scales: {
          x: { display: false, beginAtZero: true, grid: {}, ticks: {} },
          y: { grid: { display: false }, ticks: { autoSkip: false, callback: shortLabel } },
        },
        plugins: {
          legend: { display: false },
          tooltip: { callbacks: { label: (item) => formats.money(item.raw) } },
        },
      },
      plugins: [barValues],
    });
    this.#note = document.getElementById(`${id}-note`);
    this.#colour = colourName;
    this.paint();
  }

  paint() {
    const options = this.chart.options;
    options.fillColour = colour(this.#colour);
    options.valueColour = colour("--muted");
    paintAxis(options.scales.y);
    options.scales.y.ticks.color = colour("--ink");
    paintTooltip(this.chart);
  }

  /** Shows the groups of a dimension, the highest first. */
  show(groups) {
    const shown = withOthers(groups, "revenue");
    this.chart.data.labels = shown.map((group) => group.key);
    this.chart.data.datasets[0].data = shown.map((group) => group.revenue);
    this.#note.textContent = groups.length > 0 ? texts.keys(formats.count(groups.length)) : "\u00a0";
    this.draw(groups.length === 0, shown.map((group) => [group.key, formats.money(group.revenue)]));
  }
}

function shortLabel(index) {
  const label = String(this.getLabelForValue(index));
  const room = this.chart.width < 420 ? 14 : 22;
  return label.length > room ? `${label.slice(0, room - 1)}…` : label;
}

/** The first groups, and the rest as one. */
function withOthers(groups, field) {
  if (groups.length <= barsMax) return groups;
  const rest = groups.slice(barsMax - 1);
  const sum = (name) => rest.reduce((total, group) => total + group[name], 0);
  const others = { key: texts.others(formats.count(rest.length)), revenue: sum("revenue"), transactions: sum("transactions") };
  return [...groups.slice(0, barsMax - 1), others];
}

/** The share of each payment method. */
export class PaymentPlot extends Plot {
  #legend = document.getElementById("payments-legend");
  #centre = document.getElementById("payments-centre");

  constructor() {
    super("payments", {
      type: "doughnut",
      data: { labels: [], datasets: [{ data: [], borderWidth: 3, hoverOffset: 0 }] },
      options: {
        ...common,
        cutout: "72%",
        plugins: {
          legend: { display: false },
          tooltip: { callbacks: { label: (item) => `${item.label}: ${formats.count(item.raw)}` } },
        },
      },
    });
    this.paint();
  }

  paint() {
    const dataset = this.chart.data.datasets[0];
    dataset.backgroundColor = slices.map(colour);
    dataset.borderColor = colour("--card");
    dataset.hoverBorderColor = dataset.borderColor;
    paintTooltip(this.chart);
  }

  /** Shows the payment methods, the most used first. */
  show(groups) {
    const shown = groups.length <= slices.length ? groups : foldTail(groups);
    const total = shown.reduce((sum, group) => sum + group.transactions, 0);
    const share = (group) => formats.percent(total > 0 ? group.transactions / total : 0);
    this.chart.data.labels = shown.map((group) => group.key);
    this.chart.data.datasets[0].data = shown.map((group) => group.transactions);
    this.#centre.textContent = shown.length > 0 ? share(shown[0]) : "";
    this.#showLegend(shown, share);
    this.draw(groups.length === 0, shown.map((group) => [group.key, share(group), formats.count(group.transactions)]));
  }

  #showLegend(groups, share) {
    const list = this.#legend;
    while (list.children.length < groups.length) {
      const item = list.appendChild(document.createElement("li"));
      item.dataset.slice = String(list.children.length);
      for (const name of ["span", "b", "small"]) item.append(document.createElement(name));
    }
    while (list.children.length > groups.length) list.lastElementChild.remove();
    groups.forEach((group, index) => {
      const values = [group.key, share(group), formats.count(group.transactions)];
      values.forEach((value, part) => {
        const target = list.children[index].children[part];
        if (target.textContent !== value) target.textContent = value;
      });
    });
  }
}

function foldTail(groups) {
  const rest = groups.slice(slices.length - 1);
  const transactions = rest.reduce((total, group) => total + group.transactions, 0);
  return [...groups.slice(0, slices.length - 1), { key: texts.others(formats.count(rest.length)), transactions }];
}

/** Takes the page's font for all charts; before the first chart is made, and when its size changes. */
export function useFont() {
  const style = getComputedStyle(document.body);
  Chart.defaults.font.family = style.fontFamily;
  Chart.defaults.font.size = Math.round(parseFloat(style.fontSize) * 0.8125);
}
