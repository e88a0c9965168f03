/** Which cameras, microphones and speakers there are, and how one is opened. */

import { deviceFailure, obstacle } from "./device-errors.js";

const VIDEO = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, facingMode: "user" };
const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/** How long a browser may take after somebody allowed it; some never answer. */
const OPEN_MS = 60_000;

/** What is known before anything is asked. */
function surroundings() {
  const policy = document.permissionsPolicy ?? document.featurePolicy;
  const allows = (feature) => policy?.allowsFeature?.(feature) ?? true;
  return {
    isSecure: window.isSecureContext,
    hasDevices: typeof navigator.mediaDevices?.getUserMedia === "function",
    isAllowed: allows("camera") && allows("microphone"),
  };
}

/** Why no device can be had here at all, or null. */
export function obstacleHere() {
  return obstacle(surroundings());
}

/**
 * Opens devices.
 * @param {{audio?: boolean, video?: boolean, audioId?: string, videoId?: string}} wish an empty id
 *   is the browser's own choice
 * @returns {Promise<{stream: MediaStream} | {failure: import("./device-errors.js").DeviceFailure}>}
 */
export async function openDevices({ audio = false, video = false, audioId = "", videoId = "" }) {
  const constraints = {
    audio: audio && { ...AUDIO, ...exactly(audioId) },
    video: video && { ...VIDEO, ...exactly(videoId) },
  };
  try {
    return { stream: await inTime(navigator.mediaDevices.getUserMedia(constraints)) };
  } catch (error) {
    const permission = error?.name === "NotAllowedError" ? await permissionOf(video) : "";
    return { failure: deviceFailure(error, { ...surroundings(), permission }) };
  }
}

function exactly(id) {
  return id === "" ? {} : { deviceId: { exact: id } };
}

function inTime(opening) {
  let timer = 0;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      // What comes too late must not keep the camera on.
      opening.then(stop, () => {});
      reject(new DOMException("no device in time", "AbortError"));
    }, OPEN_MS);
  });
  return Promise.race([opening, late]).finally(() => clearTimeout(timer));
}

async function permissionOf(video) {
  try {
    const { state } = await navigator.permissions.query({ name: video ? "camera" : "microphone" });
    return state;
  } catch {
    return "";
  }
}

/** Ends all tracks of a stream. */
export function stop(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

/**
 * The devices by kind, with names where the browser tells them.
 * @returns {Promise<Record<"audioinput" | "videoinput" | "audiooutput", {id: string, name: string}[]>>}
 */
export async function listDevices() {
  const kinds = { audioinput: [], videoinput: [], audiooutput: [] };
  const names = { audioinput: "Microphone", videoinput: "Camera", audiooutput: "Speaker" };
  let all = [];
  try {
    all = await navigator.mediaDevices.enumerateDevices();
  } catch {
    // A browser that lists none still opens the usual ones.
  }
  for (const { kind, deviceId: id, label } of all) {
    if (id !== "" && kinds[kind] !== undefined) {
      kinds[kind].push({ id, name: label || `${names[kind]} ${kinds[kind].length + 1}` });
    }
  }
  return kinds;
}

/** Whether this browser can play through a chosen speaker. */
export function canChooseSpeaker() {
  return "setSinkId" in HTMLMediaElement.prototype;
}
