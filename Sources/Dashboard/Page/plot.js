// What all charts share. Each is made once and then only given new numbers.

const tableInterval = 2000;

const probe = document.createElement("i");
probe.hidden = true;
document.body.append(probe);

/** The present value of one of the style sheet's colours. */
export function colour(name) {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** The same colour, partly transparent. */
export function faded(value, alpha) {
  const channels = value.match(/[\d.]+/g).slice(0, 3);
  return `rgba(${channels.join(", ")}, ${alpha})`;
}

/**
 * What all charts have in common: an empty state, a table for those who can't see, and colours that follow the theme,
 * which each kind sets in its `paint`.
 */
export class Plot {
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

/** The options of every chart. */
export const common = {
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  resizeDelay: 100,
};

/** Sets the colours of a chart's tooltip. */
export function paintTooltip(chart) {
  Object.assign(chart.options.plugins.tooltip, {
    backgroundColor: colour("--ink"),
    titleColor: colour("--card"),
    bodyColor: colour("--card"),
    padding: 10,
    cornerRadius: 8,
    displayColors: false,
  });
}

/** Sets the colours of an axis. */
export function paintAxis(axis) {
  axis.ticks.color = colour("--muted");
  axis.grid.color = colour("--line");
  axis.grid.borderColor = "transparent";
}

/** Takes the page's font for all charts; before the first chart is made, and when its size changes. */
export function useFont() {
  const style = getComputedStyle(document.body);
  Chart.defaults.font.family = style.fontFamily;
  Chart.defaults.font.size = Math.round(parseFloat(style.fontSize) * 0.8125);
}
