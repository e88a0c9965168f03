/** Where things lie in a chart. No document: tested under Node. */

const STEPS = 4;

/**
 * A scale from 0 to a round number that no value goes beyond.
 * @param {number[]} values
 * @returns {{top: number, ticks: number[]}}
 */
export function scaleOf(values) {
  const highest = Math.max(0, ...values.filter(Number.isFinite));
  const step = roundUp(highest / STEPS);
  const count = Math.max(1, Math.ceil(highest / step));
  const ticks = Array.from({ length: count + 1 }, (_, index) => index * step);
  return { top: ticks.at(-1), ticks };
}

/** The next of 1, 2, 5, 10, 20, 50, … or of their parts. */
function roundUp(step) {
  if (step <= 0) {
    return 1;
  }
  const unit = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].map((times) => times * unit).find((round) => round >= step);
}

/**
 * The runs of a line: a value that is missing interrupts it.
 * @param {(number | null)[]} values
 * @returns {{index: number, value: number}[][]}
 */
export function runsOf(values) {
  const runs = [[]];
  values.forEach((value, index) => {
    if (Number.isFinite(value)) {
      runs.at(-1).push({ index, value });
    } else if (runs.at(-1).length > 0) {
      runs.push([]);
    }
  });
  return runs.filter((run) => run.length > 0);
}

/** Every how many labels one is written, so that they do not touch each other. */
export function labelStep(count, width, each = 72) {
  return Math.max(1, Math.ceil((count * each) / Math.max(width, 1)));
}

/** A chart in a sentence: what people who do not see it are told first. */
export function summaryOf(title, series, format = String) {
  const parts = series.map(({ name, values }) => {
    const known = values.filter(Number.isFinite);
    if (known.length === 0) {
      return `${name}: no values`;
    }
    const [low, high] = [Math.min(...known), Math.max(...known)].map(format);
    return `${name}: from ${low} to ${high}, last ${format(known.at(-1))}`;
  });
  return `${title}. ${parts.join(". ")}.`;
}
