/** What the administration says. No document. */

/** A day and a time, in few words. */
export function moment(text) {
  const date = new Date(text ?? "");
  if (Number.isNaN(date.getTime())) {
    return "never";
  }
  const style = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
  return date.toLocaleString([], style);
}

/** How often a key may ask. */
export function limitText(limit) {
  return limit === 0 ? "no limit" : `${limit.toLocaleString("en")} a minute`;
}

/** `3 rows`, `1 row`. */
export function count(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/**
 * How far an import is, between 0 and 1; null while nobody knows.
 * @param {any} state as the server tells it
 */
export function partDone({ done, bytes, total_bytes: total }) {
  if (done) {
    return 1;
  }
  return total > 0 && bytes >= 0 ? Math.min(bytes / total, 0.99) : null;
}

/** How far an import is, in words. */
export function importText(state) {
  const rejected = rejectedCount(state);
  const rows = count(state.rows, "row", "rows");
  if (!state.done) {
    return `${rows} read …`;
  }
  const good = count(state.accepted, "case", "cases");
  const bad = rejected === 0 ? "no row was left out" : `${count(rejected, "row was", "rows were")} left out`;
  return `Done: ${good} of ${rows} imported, ${bad}.`;
}

/** How many rows were left out, also those that are not listed. */
export function rejectedCount({ rejected = [], rejected_count: all }) {
  return all ?? rejected.length;
}

/** What the report says above its rows. */
export function reportText(state) {
  const [listed, all] = [state.rejected.length, rejectedCount(state)];
  const text = `${count(all, "row was", "rows were")} left out; all others are in.`;
  return listed < all ? `${text} The first ${listed.toLocaleString("en")} are listed.` : text;
}
