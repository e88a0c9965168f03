/** The figures of a day in words and rows. No document. */

/** `1:05` for 65 seconds; a dash for what is not known. */
export function clockText(seconds) {
  if (!Number.isFinite(seconds)) {
    return "–";
  }
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A part of a whole in percent; a dash where there is no whole. */
export function percentText(part, whole) {
  return whole > 0 ? `${Math.round((part / whole) * 100)} %` : "–";
}

/** A day as a date field has it, in UTC as the server counts. */
export function dayOf(date) {
  return date.toISOString().slice(0, 10);
}

/**
 * 24 hours with what happened in each, whatever the server leaves out.
 * @param {{hour: number, calls: number, answered: number}[]} byHour
 */
export function hoursOf(byHour) {
  const at = (hour, name) => byHour.find((each) => each.hour === hour)?.[name] ?? 0;
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  return {
    labels: hours.map((hour) => `${hour}:00`),
    series: [
      { name: "Calls", values: hours.map((hour) => at(hour, "calls")) },
      { name: "Answered", values: hours.map((hour) => at(hour, "answered")) },
    ],
  };
}
