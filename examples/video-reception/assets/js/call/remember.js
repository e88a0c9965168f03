/**
 * How somebody takes part, kept over a refresh: in the entry of the tab's history, which is gone
 * with the tab.
 */

/**
 * @param {import("./media.js").LocalMedia} media
 * @param {() => string} mode
 */
export function rememberAlways(media, mode) {
  media.addEventListener("state", () => {
    const { isMuted, isVideoOff } = media;
    history.replaceState({ mode: mode(), isMuted, isVideoOff }, "");
  });
}

/**
 * Brings a page that was loaded again to where it was.
 * @param {import("./media.js").LocalMedia} media
 * @param {import("./device-check.js").DeviceCheck} check
 * @returns {Promise<boolean>} whether the devices are open
 */
export async function reopen(media, check) {
  const { mode = "video", isMuted = false, isVideoOff = false } = history.state ?? {};
  media.setMuted(isMuted);
  media.setVideoOff(isVideoOff);
  const isOpen = await check.start(mode);
  check.rest();
  return isOpen;
}
