/** How good a connection is, from the browser's statistics. No document. */

/**
 * @typedef {object} Sample
 * @property {number} at milliseconds
 * @property {number} received packets of sound and picture
 * @property {number} lost
 * @property {number} bytes
 * @property {number} frames decoded
 * @property {number | null} rttMs
 * @property {number | null} jitterMs
 * @property {"host" | "srflx" | "relay" | null} pathType
 */

/** @typedef {{level: "good" | "fair" | "poor" | "unknown", lossPercent: number, rttMs: number | null, kbps: number, fps: number}} Quality */

/**
 * Reads a report of `getStats`.
 * @param {Iterable<any>} entries
 * @param {number} at milliseconds
 * @returns {Sample}
 */
export function sampleOf(entries, at) {
  const all = [...entries];
  const inbound = all.filter(({ type }) => type === "inbound-rtp");
  const sum = (name) => inbound.reduce((total, entry) => total + (Number(entry[name]) || 0), 0);
  const jitters = inbound.map(({ jitter }) => jitter).filter(Number.isFinite);
  const pair = chosenPair(all);
  return {
    at,
    received: sum("packetsReceived"),
    lost: sum("packetsLost"),
    bytes: sum("bytesReceived"),
    frames: sum("framesDecoded"),
    rttMs: Number.isFinite(pair?.currentRoundTripTime)
      ? Math.round(pair.currentRoundTripTime * 1000)
      : null,
    jitterMs: jitters.length === 0 ? null : Math.round(Math.max(...jitters) * 1000),
    pathType: pathOf(pair, all),
  };
}

function chosenPair(all) {
  const pairs = all.filter(({ type }) => type === "candidate-pair");
  const transport = all.find(({ type, selectedCandidatePairId: id }) => type === "transport" && id);
  const named = pairs.find(({ id }) => id === transport?.selectedCandidatePairId);
  // Firefox marks the pair itself.
  return named ?? pairs.find(({ selected, nominated, state }) => selected || (nominated && state === "succeeded"));
}

/** The way that packets take: through a relay if either end does. */
function pathOf(pair, all) {
  if (pair === undefined) {
    return null;
  }
  const kinds = [pair.localCandidateId, pair.remoteCandidateId].map(
    (id) => all.find((entry) => entry.id === id)?.candidateType,
  );
  if (kinds.includes("relay")) {
    return "relay";
  }
  return kinds.some((kind) => kind === "srflx" || kind === "prflx") ? "srflx" : "host";
}

/**
 * What happened between two samples.
 * @param {Sample} before
 * @param {Sample} now
 * @returns {Quality}
 */
export function qualityOf(before, now) {
  const seconds = (now.at - before.at) / 1000;
  const received = Math.max(0, now.received - before.received);
  const lost = Math.max(0, now.lost - before.lost);
  const all = received + lost;
  const lossPercent = all === 0 ? 0 : Math.round((lost / all) * 1000) / 10;
  const rate = (name) => (seconds > 0 ? Math.max(0, now[name] - before[name]) / seconds : 0);
  return {
    level: levelOf({ all, lossPercent, rttMs: now.rttMs, jitterMs: now.jitterMs }),
    lossPercent,
    rttMs: now.rttMs,
    kbps: Math.round((rate("bytes") * 8) / 1000),
    fps: Math.round(rate("frames")),
  };
}

/** From where on people notice: a tenth of what is sent is gone, or half a second late. */
function levelOf({ all, lossPercent, rttMs, jitterMs }) {
  if (all === 0) {
    return "unknown";
  }
  const [rtt, jitter] = [rttMs ?? 0, jitterMs ?? 0];
  if (lossPercent > 8 || rtt > 500 || jitter > 100) {
    return "poor";
  }
  return lossPercent > 2 || rtt > 250 || jitter > 40 ? "fair" : "good";
}

const TEXTS = {
  good: { short: "Good connection", advice: "" },
  fair: { short: "Fair connection", advice: "" },
  poor: {
    short: "Poor connection",
    advice: "The connection is poor. Come closer to the Wi-Fi, close other downloads, or switch your picture off.",
  },
  unknown: { short: "Measuring the connection", advice: "" },
};

/** A level in words. */
export function qualityText(level) {
  return TEXTS[level] ?? TEXTS.unknown;
}

/**
 * Means over a whole call, for the report to the server.
 * @param {Sample} first
 * @param {Sample} last
 * @param {number} setupMs from the answer of the call to the first packet
 */
export function reportOf(first, last, setupMs) {
  const { lossPercent, rttMs } = qualityOf(first, last);
  return { pathType: last.pathType ?? "host", setupMs: Math.round(setupMs), lossPercent, rttMs: rttMs ?? 0 };
}
