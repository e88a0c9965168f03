/**
 * Changes of one's own picture before it is sent: a blur of the whole picture, and brightness.
 * It is drawn on a canvas whose stream is sent instead of the camera's.
 */

import { make } from "../../../kit/js/dom.js";

const FRAMES_PER_SECOND = 24;
/** A picture that was drawn this much smaller and back has no detail left. */
const SHRINK = 40;

/** How a brightness from -50 to 50 is painted over a picture. Pure. */
export function veilOf(brightness) {
  const part = Math.min(50, Math.abs(brightness)) / 100;
  const shade = brightness > 0 ? 255 : 0;
  return { isNeeded: part > 0, fill: `rgb(${shade} ${shade} ${shade} / ${part})` };
}

export class PictureEffect {
  blur = false;
  brightness = 0;
  #camera = null;
  #video = null;
  #canvas = null;
  #small = null;
  #timer = 0;
  #track = null;

  /** What is sent instead of the camera, or null where nothing is changed. */
  get track() {
    return this.#track;
  }

  /** @param {{blur?: boolean, brightness?: number}} effect */
  set({ blur = this.blur, brightness = this.brightness }) {
    this.blur = blur;
    this.brightness = brightness;
    this.#arrange();
  }

  /** @param {MediaStreamTrack | null} camera */
  use(camera) {
    this.#end();
    this.#camera = camera;
    this.#arrange();
  }

  #arrange() {
    const isWanted = this.#camera !== null && (this.blur || this.brightness !== 0);
    if (isWanted && this.#track === null) {
      this.#begin();
    } else if (!isWanted) {
      this.#end();
    }
  }

  #begin() {
    const { width = 640, height = 480 } = this.#camera.getSettings();
    this.#canvas = make("canvas", { width, height });
    this.#small = make("canvas", {
      width: Math.max(1, Math.round(width / SHRINK)),
      height: Math.max(1, Math.round(height / SHRINK)),
    });
    this.#video = make("video", { muted: true, playsInline: true });
    this.#video.srcObject = new MediaStream([this.#camera]);
    void this.#video.play().catch(() => {});
    this.#timer = setInterval(() => this.#draw(), 1000 / FRAMES_PER_SECOND);
    [this.#track] = this.#canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks();
  }

  #end() {
    clearInterval(this.#timer);
    this.#track?.stop();
    this.#track = null;
    if (this.#video !== null) {
      this.#video.srcObject = null;
      this.#video = null;
    }
  }

  #draw() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (width === 0) {
      return;
    }
    const [canvas, small] = [this.#canvas, this.#small];
    if (canvas.width !== width || canvas.height !== height) {
      // A phone was turned.
      Object.assign(canvas, { width, height });
    }
    const context = canvas.getContext("2d");
    if (this.blur) {
      small.getContext("2d").drawImage(this.#video, 0, 0, small.width, small.height);
      context.imageSmoothingQuality = "high";
      context.drawImage(small, 0, 0, width, height);
    } else {
      context.drawImage(this.#video, 0, 0, width, height);
    }
    const veil = veilOf(this.brightness);
    if (veil.isNeeded) {
      context.globalCompositeOperation = "soft-light";
      context.fillStyle = veil.fill;
      context.fillRect(0, 0, width, height);
      context.globalCompositeOperation = "source-over";
    }
  }
}
