/** What people read when a camera or a microphone cannot be used, and what they can do. No document. */

/**
 * @typedef {object} DeviceFailure
 * @property {string} code for tests and the debug log
 * @property {string} title
 * @property {string} text what to do
 * @property {("retry" | "audio" | "none" | "elsewhere")[]} ways that may work; the first is the best
 */

const WAYS_ALL = ["retry", "audio", "none"];

const TABLE = {
  refused: {
    title: "The browser may not use your camera or microphone",
    text: "It was refused, just now or earlier. Press the sign beside the address of this page, allow camera and microphone, and try again. On a phone, look into the settings of the browser app, too.",
    ways: WAYS_ALL,
  },
  policy: {
    title: "Camera and microphone are switched off for this page",
    text: "Whoever manages this device or the site that shows this page does not allow them. Open the page in a tab of its own, or on another device.",
    ways: ["none", "retry", "elsewhere"],
  },
  system: {
    title: "The system does not let the browser use camera or microphone",
    text: "Open the privacy settings of your computer or phone, allow camera and microphone for the browser, and try again.",
    ways: WAYS_ALL,
  },
  dismissed: {
    title: "You were asked for camera and microphone, and nothing was chosen",
    text: "Try again, and choose Allow.",
    ways: WAYS_ALL,
  },
  missing: {
    title: "No camera or no microphone was found",
    text: "Connect one, or see whether it is switched on. You can also join without a camera.",
    ways: ["audio", "retry", "none"],
  },
  busy: {
    title: "The camera or the microphone is in use",
    text: "Another app has it, or the device does not answer. Close other video calls and tabs, and try again.",
    ways: WAYS_ALL,
  },
  constraint: {
    title: "The chosen camera or microphone is not there any more",
    text: "It was unplugged, or cannot do what was asked. Try again with another one.",
    ways: ["retry", "audio", "none"],
  },
  insecure: {
    title: "This page was not opened over a secure connection",
    text: "Browsers give camera and microphone to pages with https only. Open the page with https, or ask for the right link.",
    ways: ["none", "elsewhere"],
  },
  inApp: {
    title: "This app's built-in browser has no camera",
    text: "You opened the link inside another app. Choose “Open in browser” in its menu, or copy the address into Safari, Chrome or Firefox.",
    ways: ["elsewhere", "none"],
  },
  aborted: {
    title: "The device could not be started",
    text: "Something went wrong inside of the device or the browser. Try again; unplug it and plug it in if that does not help.",
    ways: WAYS_ALL,
  },
  unknown: {
    title: "Camera and microphone could not be started",
    text: "Try again, or join without a camera.",
    ways: WAYS_ALL,
  },
};

/**
 * Words for what `getUserMedia` threw.
 * @param {any} error
 * @param {{isSecure: boolean, hasDevices: boolean, isAllowed?: boolean, permission?: string}} about
 *   `isAllowed`: whether the page's policy allows it; `permission`: `denied`, `prompt`, `granted`
 * @returns {DeviceFailure}
 */
export function deviceFailure(error, about) {
  const code = codeOf(error, about);
  return { code, ...TABLE[code] };
}

/** What stands in the way before anything is asked, or null. */
export function obstacle({ isSecure, hasDevices }) {
  if (hasDevices) {
    return null;
  }
  const code = isSecure ? "inApp" : "insecure";
  return { code, ...TABLE[code] };
}

function codeOf(error, { isSecure, hasDevices, isAllowed = true, permission = "" }) {
  if (!hasDevices) {
    return isSecure ? "inApp" : "insecure";
  }
  switch (error?.name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
    case "SecurityError":
      return refusal(String(error.message ?? ""), isAllowed, permission);
    case "NotFoundError":
    case "DevicesNotFoundError":
      return "missing";
    case "NotReadableError":
    case "TrackStartError":
      return "busy";
    case "OverconstrainedError":
    case "ConstraintNotSatisfiedError":
      return "constraint";
    case "AbortError":
      return "aborted";
    case "TypeError":
      return isSecure ? "unknown" : "insecure";
    default:
      return "unknown";
  }
}

function refusal(message, isAllowed, permission) {
  if (!isAllowed) {
    return "policy";
  }
  if (/system/i.test(message)) {
    return "system";
  }
  if (/dismissed/i.test(message) || permission === "prompt") {
    return "dismissed";
  }
  return "refused";
}
