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

/** How often a key may ask in a minute, unless it says so itself. */
export const LIMITS = { server: 1000, browser: 60 };

/** How often a key may ask. */
export function limitText(limit, kind) {
  const each = limit ?? LIMITS[kind];
  return each === 0 ? "no limit" : `${each.toLocaleString("en")} a minute`;
}

/** Whether a key can be used: `active`, `rotating` (the one before it, too), `expired`, `revoked`. */
export function stateOf(key, now) {
  const isOver = (time) => typeof time === "string" && new Date(time) <= now;
  if (key.revoked_at) {
    return "revoked";
  }
  if (isOver(key.expires_at)) {
    return "expired";
  }
  return key.old_until && !isOver(key.old_until) ? "rotating" : "active";
}

/** Until when something about a key holds. */
export function untilText(key, state) {
  if (state === "rotating") {
    return `the old key works until ${moment(key.old_until)}`;
  }
  return key.expires_at && state === "active" ? `expires ${moment(key.expires_at)}` : "";
}

/** What a rotation does, before it is done. */
export function rotationText(name, hours) {
  return hours === 0
    ? `“${name}” was rotated a moment ago. Rotated again, both keys before end at once: whoever uses them is refused until it has the new one.`
    : `A new key takes the place of “${name}”. The old one goes on working for ${hours} hours, so that there is time to change it everywhere.`;
}

/** What a rotation did. */
export function rotatedText(hours) {
  return hours === 0 ? "No older key works any more." : `The old key works for another ${hours} hours.`;
}

/** `3 rows`, `1 row`. */
export function count(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** How far an upload is, between 0 and 1; the server has the last word, so it is not whole. */
export function partOf(loaded, total) {
  return total > 0 ? Math.min(loaded / total, 0.99) : 0;
}

/** How far an import is, in words. */
export function importText(state) {
  const rejected = rejectedCount(state);
  const rows = count(state.rows, "row", "rows");
  if (!state.done) {
    return state.rows === 0 ? "Reading the file …" : `${rows} read …`;
  }
  const good = count(state.accepted, "case", "cases");
  const bad = rejected === 0 ? "no row was left out" : `${count(rejected, "row was", "rows were")} left out`;
  const end = state.state === "cut" ? "It ended before the end of the file" : "Done";
  return `${end}: ${good} of ${rows} imported, ${bad}.`;
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
