import assert from "node:assert/strict";
import { test } from "node:test";

import { own } from "./support/own.mjs";

const { deviceFailure, obstacle } = await own("call/device-errors.js");

const HERE = { isSecure: true, hasDevices: true };
const error = (name, message = "") => ({ name, message });

test("every way in which devices fail has a sentence and a way on", () => {
  for (const [thrown, about, code, best] of [
    [error("NotAllowedError", "Permission denied"), HERE, "refused", "retry"],
    [error("NotAllowedError"), { ...HERE, permission: "denied" }, "refused", "retry"],
    [error("NotAllowedError", "Permission dismissed"), HERE, "dismissed", "retry"],
    [error("NotAllowedError"), { ...HERE, permission: "prompt" }, "dismissed", "retry"],
    [error("NotAllowedError", "Permission denied by system"), HERE, "system", "retry"],
    [error("NotAllowedError"), { ...HERE, isAllowed: false }, "policy", "none"],
    [error("SecurityError"), HERE, "refused", "retry"],
    [error("PermissionDeniedError"), HERE, "refused", "retry"],
    [error("NotFoundError"), HERE, "missing", "audio"],
    [error("DevicesNotFoundError"), HERE, "missing", "audio"],
    [error("NotReadableError"), HERE, "busy", "retry"],
    [error("TrackStartError"), HERE, "busy", "retry"],
    [error("OverconstrainedError"), HERE, "constraint", "retry"],
    [error("AbortError"), HERE, "aborted", "retry"],
    [error("TypeError"), { ...HERE, isSecure: false }, "insecure", "none"],
    [error("TypeError"), HERE, "unknown", "retry"],
    [undefined, HERE, "unknown", "retry"],
  ]) {
    const failure = deviceFailure(thrown, about);
    assert.equal(failure.code, code, `${thrown?.name} ${thrown?.message}`);
    assert.equal(failure.ways[0], best, code);
    assert.notEqual(failure.title, "");
    assert.match(failure.text, /\.$/);
  }
});

test("where there is no interface to devices, it is told whether the address or the app is to blame", () => {
  assert.equal(obstacle(HERE), null);
  assert.equal(obstacle({ isSecure: false, hasDevices: false }).code, "insecure");
  assert.equal(obstacle({ isSecure: true, hasDevices: false }).code, "inApp");
  assert.equal(deviceFailure(error("TypeError"), { isSecure: true, hasDevices: false }).code, "inApp");
});
