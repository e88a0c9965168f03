/** Keeps the screen on while somebody is in a call or waits for one. */

let isWanted = false;
let lock = null;

/** Browsers without it, and a battery that is low, let the screen go dark. */
async function take() {
  try {
    lock = await navigator.wakeLock?.request("screen");
    if (!isWanted) {
      release();
    }
  } catch {
    lock = null;
  }
}

function release() {
  void lock?.release();
  lock = null;
}

// A page that was out of sight has lost it.
document.addEventListener("visibilitychange", () => {
  if (isWanted && document.visibilityState === "visible") {
    void take();
  }
});

export function keepAwake(wanted) {
  if (wanted !== isWanted) {
    isWanted = wanted;
    if (wanted) {
      void take();
    } else {
      release();
    }
  }
}
