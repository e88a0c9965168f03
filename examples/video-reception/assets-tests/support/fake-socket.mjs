// A WebSocket without a network, and a clock that the test moves.

/** Takes the place of WebSocket; every one that is made is kept. */
export class FakeWebSocket {
  static made = [];
  readyState = 1;
  sent = [];

  constructor(url) {
    this.url = url;
    FakeWebSocket.made.push(this);
  }

  static get last() {
    return FakeWebSocket.made.at(-1);
  }

  send(frame) {
    this.sent.push(frame);
  }

  close() {
    this.readyState = 3;
  }

  /** The server says something. */
  says(frame) {
    this.onmessage({ data: frame });
  }

  /** The network takes it away. */
  breaks() {
    this.readyState = 3;
    this.onclose({});
  }

  /** The server's greeting, up to the word that we are connected. */
  greets() {
    this.says('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}');
    this.says('40{"sid":"b"}');
  }
}

/** Runs a test with timers of its own. */
export function withClock(run) {
  return async () => {
    FakeWebSocket.made = [];
    const tick = fakeTimers();
    try {
      await run(tick);
    } finally {
      tick.end();
    }
  };
}

// Older versions of Node have no timers in their mock.
function fakeTimers() {
  const real = { setTimeout, clearTimeout };
  let now = 0;
  let next = 1;
  const waiting = new Map();
  globalThis.setTimeout = (act, after = 0) => {
    next += 1;
    waiting.set(next, { at: now + after, act });
    return next;
  };
  globalThis.clearTimeout = (id) => waiting.delete(id);
  const tick = (milliseconds) => {
    const until = now + milliseconds;
    for (;;) {
      const due = [...waiting].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) {
        break;
      }
      waiting.delete(due[0]);
      now = due[1].at;
      due[1].act();
    }
    now = until;
  };
  tick.end = () => Object.assign(globalThis, real);
  return tick;
}

