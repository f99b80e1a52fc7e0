// Revenue and sales by category and payment method.

import * as formats from "./formats.js";
import { Plot, colour, common, paintAxis, paintTooltip } from "./plot.js";
import { texts } from "./texts.js";

const barsMax = 10;
const slices = ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6", "--c7", "--c8"];

/** Draws each bar's values at its end, since a wall has no pointer. */
const barValues = {
  id: "barValues",
  afterDatasetsDraw(chart) {
    const { ctx } = chart;
    ctx.save();
    ctx.font = valueFont();
    ctx.fillStyle = chart.options.valueColour;
    ctx.textBaseline = "middle";
    chart.getDatasetMeta(0).data.forEach((bar, index) => {
      ctx.fillText(chart.options.valueTexts[index] ?? "", bar.x + 8, bar.y);
    });
    ctx.restore();
  },
};

const valueFont = () => `600 ${Chart.defaults.font.size}px ${Chart.defaults.font.family}`;

/** Revenue and sales of each category. */
export class CategoryPlot extends Plot {
  #note = document.getElementById("categories-note");

  constructor() {
    super("categories", {
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
        valueTexts: [],
        scales: {
          x: { display: false, beginAtZero: true, grid: {}, ticks: {} },
          y: { grid: { display: false }, ticks: { autoSkip: false, callback: shortLabel } },
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            callbacks: {
              label: (item) => formats.money(item.raw),
              footer: ([item]) => this.#sales(this.#shown[item.dataIndex], formats.count),
            },
          },
        },
      },
      plugins: [barValues],
    });
    this.paint();
  }

  #shown = [];

  #sales = (group, format) => (group ? texts.sales(format(group.transactions), group.transactions) : "");

  paint() {
    const options = this.chart.options;
    options.fillColour = colour("--c2");
    options.valueColour = colour("--muted");
    paintAxis(options.scales.y);
    options.scales.y.ticks.color = colour("--ink");
    paintTooltip(this.chart);
  }

  /** Shows the categories, the highest first. */
  show(groups) {
    const shown = withOthers(groups);
    this.#shown = shown;
    const { data, options, ctx } = this.chart;
    data.labels = shown.map((group) => group.key);
    data.datasets[0].data = shown.map((group) => group.revenue);
    const isNarrow = this.chart.width < 420;
    options.valueTexts = shown.map((group) => {
      const sales = isNarrow ? formats.compact(group.transactions) : this.#sales(group, formats.compact);
      return `${formats.compact(group.revenue)} · ${sales}`;
    });
    ctx.font = valueFont();
    const width = Math.max(48, ...options.valueTexts.map((text) => ctx.measureText(text).width));
    options.layout.padding.right = Math.ceil(width / 8) * 8 + 16;
    this.#note.textContent = groups.length > 0 ? texts.keys(formats.count(groups.length)) : "\u00a0";
    this.draw(
      groups.length === 0,
      shown.map((group) => [group.key, formats.money(group.revenue), this.#sales(group, formats.count)]),
    );
  }
}

function shortLabel(index) {
  const label = String(this.getLabelForValue(index));
  const room = this.chart.width < 420 ? 12 : 22;
  return label.length > room ? `${label.slice(0, room - 1)}…` : label;
}

/** The first groups, and the rest as one. */
export function withOthers(groups) {
  if (groups.length <= barsMax) return groups;
  const rest = groups.slice(barsMax - 1);
  const sum = (member) => rest.reduce((total, group) => total + group[member], 0);
  const [revenue, transactions] = [sum("revenue"), sum("transactions")];
  return [...groups.slice(0, barsMax - 1), { key: texts.others(formats.count(rest.length)), revenue, transactions }];
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
