/** Sends a file, and tells how far it is: fetch cannot. */

import { atRoot } from "../../../kit/js/api.js";

/**
 * Sends a file as the body of a `POST`.
 * @param {string} path without a slash at the start
 * @param {File} file
 * @param {(loaded: number, total: number) => void} progress
 * @returns {Promise<import("../../../kit/js/api.js").Answer>} never rejects
 */
export function upload(path, file, progress) {
  const request = new XMLHttpRequest();
  request.open("POST", atRoot(path));
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Content-Type", "text/csv");
  request.upload.addEventListener("progress", ({ loaded, total }) => progress(loaded, total));
  return new Promise((resolve) => {
    request.addEventListener("load", () => resolve(read(request)));
    request.addEventListener("error", () => resolve(answer("interrupted", 0, null)));
    request.send(file);
  });
}

function read({ status, responseText }) {
  const body = parsed(responseText);
  return answer(status >= 200 && status < 300 ? "ok" : "error", status, body);
}

function answer(kind, status, body) {
  const details = Array.isArray(body?.details) ? body.details : [];
  const known = { error: body?.error ?? "", message: body?.message ?? "", details };
  return { kind, status, body, ...known, requestId: body?.requestId ?? null, retryAfter: null };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
