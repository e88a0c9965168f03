/**
 * The one thing that this page stores in the browser: a token that brings it back into its call
 * after a refresh. It is kept for this tab only, and is worthless half a minute after the call.
 */

/** @typedef {{keep: (token: string) => void, kept: () => string | null, forget: () => void}} Tokens */

/**
 * @param {string} page each page has its own
 * @param {() => Storage} storage a browser may refuse to give it
 * @returns {Tokens}
 */
export function tokensOf(page, storage = () => globalThis.sessionStorage) {
  const key = `video-reception.${page}`;
  let token = attempt(() => storage().getItem(key));
  return {
    keep(given) {
      token = given;
      attempt(() => storage().setItem(key, given));
    },
    kept: () => token,
    forget() {
      token = null;
      attempt(() => storage().removeItem(key));
    },
  };
}

// Without storage a refresh ends the call, and everything else works.
function attempt(act) {
  try {
    return act() ?? null;
  } catch {
    return null;
  }
}
