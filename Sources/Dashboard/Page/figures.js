// The big numbers, which move smoothly from one value to the next.

const duration = 400;
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
const moving = new Set();
let isScheduled = false;

function step(now) {
  isScheduled = false;
  for (const figure of moving) {
    if (figure.advance(now)) moving.delete(figure);
  }
  schedule();
}

function schedule() {
  if (isScheduled || moving.size === 0) return;
  isScheduled = true;
  requestAnimationFrame(step);
}

/** One number on the page. */
export class Figure {
  #element;
  #format;
  #shown = null;
  #from = 0;
  #target = null;
  #began = 0;

  /**
   * @param id the element's id
   * @param format makes text of a value
   */
  constructor(id, format) {
    this.#element = document.getElementById(id);
    this.#format = format;
  }

  /** Moves to a value; the first one, or any when motion is unwelcome, is shown at once. */
  set(value) {
    if (value === this.#target) return;
    const isFirst = this.#target === null;
    this.#target = value;
    if (isFirst || reducedMotion.matches || document.hidden) {
      moving.delete(this);
      this.#show(value);
      return;
    }
    this.#from = this.#shown;
    this.#began = performance.now();
    moving.add(this);
    schedule();
  }

  /** Shows the value of this moment; true when it is the last. */
  advance(now) {
    const progress = Math.min(1, Math.max(0, (now - this.#began) / duration));
    const eased = 1 - (1 - progress) ** 3;
    this.#show(progress === 1 ? this.#target : this.#from + (this.#target - this.#from) * eased);
    return progress === 1;
  }

  #show(value) {
    this.#shown = value;
    const text = this.#format(value);
    if (this.#element.textContent === text) return;
    this.#element.textContent = text;
    this.#element.parentElement.dataset.length = text.length > 17 ? "huge" : text.length > 12 ? "long" : "short";
  }
}
