/** Small charts, drawn with DOM calls: lines, bars, and a sparkline. */

import { make, setText } from "./dom.js";
import { labelStep, runsOf, scaleOf, summaryOf } from "./scale.js";

/**
 * @typedef {object} Data
 * @property {string[]} labels along the bottom
 * @property {{name: string, values: (number | null)[]}[]} series at most four; null: not known
 */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 220;
const EDGE = { top: 12, right: 12, bottom: 24, left: 44 };

/** What both kinds of chart have: a title, the drawing, a legend, and the values as a table. */
class Chart {
  #title;
  #format;
  #data = { labels: [], series: [] };
  #drawing = svg("svg", { role: "img", height: HEIGHT });
  #legend = make("ul", "chart__legend");
  #table = make("table", "table");

  /**
   * @param {string} title
   * @param {(value: number) => string} format
   */
  constructor(title, format = String) {
    this.#title = title;
    this.#format = format;
    this.element = make(
      "figure",
      "chart",
      make("figcaption", "", title),
      this.#drawing,
      this.#legend,
      make(
        "details",
        "",
        make("summary", "", "Values as a table"),
        make("div", "table-box", this.#table),
      ),
    );
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  /** @param {Data} data */
  show(data) {
    this.#data = data;
    const { series } = data;
    this.#drawing.setAttribute("aria-label", summaryOf(this.#title, series, this.#format));
    const names = series.map(({ name }, index) => make("li", colour(index), name));
    this.#legend.replaceChildren(...(series.length > 1 ? names : []));
    this.#table.replaceChildren(...rows(data, this.#format));
    this.#draw();
  }

  // The drawing is as wide as its place, so that its texts keep their size.
  #draw() {
    const width = this.element.clientWidth;
    const { labels, series } = this.#data;
    if (width === 0 || labels.length === 0) {
      return;
    }
    const { top, ticks } = scaleOf(series.flatMap(({ values }) => values));
    const inner = width - EDGE.left - EDGE.right;
    const place = {
      x: (part) => EDGE.left + part * inner,
      y: (value) => HEIGHT - EDGE.bottom - (value / top) * (HEIGHT - EDGE.top - EDGE.bottom),
      width: inner,
    };
    this.#drawing.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.#drawing.replaceChildren(
      ...ticks.flatMap((tick) => gridLine(tick, place, this.#format)),
      ...this.labels(labels, place),
      ...this.marks(this.#data, place),
    );
  }

  /** The labels below, each in the middle of its part of the width. */
  labels(labels, place) {
    const step = labelStep(labels.length, place.width);
    const written = labels.map((label, index) => [label, index]);
    return written
      .filter(([, index]) => index % step === 0)
      .map(([label, index]) =>
        text(label, { x: place.x(this.part(index, labels.length)), y: HEIGHT - 6 }, "middle"),
      );
  }

  /** Where the value of an index lies, as a part of the width. */
  part(index, count) {
    return (index + 0.5) / count;
  }
}

/** Values that follow each other. */
export class LineChart extends Chart {
  marks({ labels, series }, place) {
    return series.flatMap(({ values }, number) =>
      runsOf(values).map((run) => {
        const points = run.map(
          ({ index, value }) => `${place.x(this.part(index, labels.length))},${place.y(value)}`,
        );
        const [only] = points;
        return run.length === 1
          ? svg("circle", { class: `chart__dot ${colour(number)}`, r: 3, ...centre(only) })
          : svg("polyline", { class: `chart__line ${colour(number)}`, points: points.join(" ") });
      }),
    );
  }
}

/** Values that stand beside each other. */
export class BarChart extends Chart {
  marks({ labels, series }, place) {
    const slot = place.width / labels.length;
    const width = Math.max(1, (slot * 0.7) / series.length);
    return series.flatMap(({ values }, number) =>
      values.map((value, index) => {
        const from = place.x(index / labels.length) + slot * 0.15 + number * width;
        const y = place.y(Number.isFinite(value) ? value : 0);
        return svg("rect", {
          class: `chart__bar ${colour(number)}`,
          x: from,
          y,
          width,
          height: place.y(0) - y,
        });
      }),
    );
  }
}

const BAR = 3;
const SPARK_HEIGHT = 28;
/** The scale of a sparkline is never finer, or a single event would look like a storm. */
const SPARK_LEAST = 4;

/** Many small bars and the sentence that says what they show. */
export class Sparkline {
  #bars;
  #text = make("span");

  /** @param {number} count how many bars */
  constructor(count) {
    const drawing = svg("svg", {
      viewBox: `0 0 ${count * BAR} ${SPARK_HEIGHT}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    });
    this.#bars = Array.from({ length: count }, (_, index) =>
      svg("rect", { x: index * BAR, width: BAR - 1 }),
    );
    drawing.append(...this.#bars);
    this.element = make("div", "sparkline", drawing, this.#text);
  }

  /**
   * @param {number[]} values one for each bar
   * @param {string} words the same for people who do not see it
   */
  show(values, words) {
    const top = Math.max(SPARK_LEAST, ...values);
    values.forEach((value, index) => {
      const height = value > 0 ? Math.max(3, (value / top) * SPARK_HEIGHT) : 1;
      const bar = this.#bars[index];
      bar.setAttribute("y", SPARK_HEIGHT - height);
      bar.setAttribute("height", height);
      bar.classList.toggle("some", value > 0);
    });
    setText(this.#text, words);
  }
}

function gridLine(tick, place, format) {
  const y = place.y(tick);
  const ends = { x1: place.x(0), x2: place.x(1), y1: y, y2: y };
  return [
    svg("line", { class: "chart__grid", ...ends }),
    text(format(tick), { x: EDGE.left - 8, y: y + 4 }, "end"),
  ];
}

function rows({ labels, series }, format) {
  const names = series.map(({ name }) => make("th", { scope: "col", className: "number" }, name));
  const head = make("thead", "", make("tr", "", make("td"), ...names));
  const body = labels.map((label, index) => {
    const values = series.map(({ values: all }) => all[index]);
    const cells = values.map((value) =>
      make("td", "number", Number.isFinite(value) ? format(value) : "–"),
    );
    return make("tr", "", make("th", { scope: "row" }, label), ...cells);
  });
  return [head, make("tbody", "", ...body)];
}

function colour(index) {
  return `series--${(index % 4) + 1}`;
}

function centre(point) {
  const [cx, cy] = point.split(",");
  return { cx, cy };
}

function text(content, attributes, anchor) {
  const element = svg("text", { ...attributes, "text-anchor": anchor });
  element.textContent = content;
  return element;
}

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  return element;
}
