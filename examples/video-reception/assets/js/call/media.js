/**
 * One's own sound and picture: which devices, whether muted, what is sent instead of the camera.
 * The same object serves the check before a call, the call, and the next call.
 */

import { openDevices } from "./devices.js";
import { PictureEffect } from "./effects.js";

/** @typedef {"audio" | "video"} Kind */

export class LocalMedia extends EventTarget {
  isMuted = false;
  isVideoOff = false;
  /** Which devices were asked for; empty: the browser's choice. */
  chosen = { audio: "", video: "" };
  #raw = { audio: null, video: null };
  #screen = null;
  #effect = new PictureEffect();

  /** The track that is sent: the screen before the camera. */
  get videoTrack() {
    return this.#screen ?? this.cameraTrack;
  }

  /** The camera as others see it. */
  get cameraTrack() {
    return this.#effect.track ?? this.#raw.video;
  }

  /** The camera's own picture, as its settings are told by. */
  get rawVideoTrack() {
    return this.#raw.video;
  }

  get audioTrack() {
    return this.#raw.audio;
  }

  get isSharing() {
    return this.#screen !== null;
  }

  get effect() {
    return { blur: this.#effect.blur, brightness: this.#effect.brightness };
  }

  /** @param {Kind} kind */
  has(kind) {
    return this.#raw[kind] !== null;
  }

  /** What the other side is told. */
  get state() {
    return {
      audio: this.has("audio") && !this.isMuted,
      video: this.isSharing || (this.has("video") && !this.isVideoOff),
      screen: this.isSharing,
    };
  }

  /**
   * Opens what is wished for, in place of what is open.
   * @param {{audio: boolean, video: boolean}} wish
   * @returns {Promise<import("./device-errors.js").DeviceFailure | null>}
   */
  async open({ audio, video }) {
    const { audio: audioId, video: videoId } = this.chosen;
    // Phones give a camera to one stream at a time.
    this.close();
    if (!audio && !video) {
      return null;
    }
    const opened = await openDevices({ audio, video, audioId, videoId });
    if ("failure" in opened) {
      return opened.failure;
    }
    this.#take(opened.stream);
    return null;
  }

  /**
   * Opens another device of a kind, or the same one again after it was lost.
   * @param {Kind} kind
   * @param {string} id
   */
  async change(kind, id = this.chosen[kind]) {
    const before = this.#raw[kind];
    if (kind === "video") {
      before?.stop();
    }
    const opened = await openDevices({ [kind]: true, [`${kind}Id`]: id });
    if ("failure" in opened) {
      if (kind === "video" && before !== null) {
        this.#drop(kind);
        this.#changed(kind);
      }
      return opened.failure;
    }
    before?.stop();
    this.chosen[kind] = id;
    this.#take(opened.stream);
    return null;
  }

  setMuted(muted) {
    this.isMuted = muted;
    this.#apply();
  }

  setVideoOff(off) {
    this.isVideoOff = off;
    this.#apply();
  }

  /** @param {{blur?: boolean, brightness?: number}} effect */
  setEffect(effect) {
    this.#effect.set(effect);
    this.#changed("video");
  }

  /**
   * Asks for a screen and sends it instead of the camera.
   * @returns {Promise<boolean>} whether one was chosen
   */
  async shareScreen() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15 } } });
    } catch {
      return false;
    }
    [this.#screen] = stream.getVideoTracks();
    this.#screen.contentHint = "detail";
    this.#screen.addEventListener("ended", () => this.stopScreen());
    this.#changed("video");
    return true;
  }

  stopScreen() {
    if (this.#screen !== null) {
      this.#screen.stop();
      this.#screen = null;
      this.#changed("video");
    }
  }

  close() {
    this.stopScreen();
    for (const kind of ["audio", "video"]) {
      this.#raw[kind]?.stop();
      this.#drop(kind);
    }
  }

  #take(stream) {
    for (const track of stream.getTracks()) {
      this.#raw[track.kind] = track;
      if (track.kind === "video") {
        this.#effect.use(track);
      }
      track.addEventListener("ended", () => this.#lost(track));
      track.addEventListener("mute", () => this.#tell("interrupted", track.kind));
      track.addEventListener("unmute", () => this.#tell("recovered", track.kind));
      this.#changed(track.kind);
    }
    this.#apply();
  }

  // A phone call, or a cable that was pulled.
  #lost(track) {
    if (this.#raw[track.kind] === track) {
      this.#drop(track.kind);
      this.#changed(track.kind);
      this.#tell("lost", track.kind);
    }
  }

  #drop(kind) {
    this.#raw[kind] = null;
    if (kind === "video") {
      this.#effect.use(null);
    }
  }

  #apply() {
    if (this.#raw.audio !== null) {
      this.#raw.audio.enabled = !this.isMuted;
    }
    if (this.#raw.video !== null) {
      this.#raw.video.enabled = !this.isVideoOff;
    }
    this.#tell("state", "");
  }

  #changed(kind) {
    this.#tell("track", kind);
    this.#tell("state", kind);
  }

  #tell(name, kind) {
    this.dispatchEvent(new CustomEvent(name, { detail: kind }));
  }
}

/** A stream that plays one's own picture without sound. */
export function previewOf(track) {
  return track === null ? null : new MediaStream([track]);
}
