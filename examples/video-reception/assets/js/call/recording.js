/** A recording of the call that stays on this device: both pictures and both voices in one file. */

import { make } from "../../../kit/js/dom.js";

const KINDS = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const SIZE = { width: 1280, height: 720 };
const FRAMES_PER_SECOND = 24;

/** The first kind of file that this browser writes, or null. */
export function recordingKind(isSupported = (kind) => globalThis.MediaRecorder?.isTypeSupported(kind)) {
  return KINDS.find((kind) => isSupported(kind)) ?? null;
}

/** The name of the file; it tells when, not who. */
export function fileName(date, kind) {
  const stamp = date.toISOString().slice(0, 19).replaceAll(":", "-");
  return `call-${stamp}.${kind.startsWith("video/mp4") ? "mp4" : "webm"}`;
}

/** Where a picture of one size lies in a place of another: whole, in the middle. Pure. */
export function placed(picture, place) {
  const scale = Math.min(place.width / picture.width, place.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const x = place.x + (place.width - width) / 2;
  return { x, y: place.y + (place.height - height) / 2, width, height };
}

export class Recording {
  #kind = recordingKind();
  #recorder = null;
  #chunks = [];
  #timer = 0;
  #audio = null;
  #sources = [];

  /** Whether this browser can. */
  get isPossible() {
    return this.#kind !== null;
  }

  get isOn() {
    return this.#recorder !== null;
  }

  /**
   * @param {{remote: HTMLVideoElement, own: HTMLVideoElement}} pictures
   * @param {MediaStreamTrack[]} voices
   */
  start(pictures, voices) {
    const canvas = make("canvas", SIZE);
    const stream = canvas.captureStream(FRAMES_PER_SECOND);
    this.#audio = new AudioContext();
    const mix = this.#audio.createMediaStreamDestination();
    // Kept, or the browser tidies them away while they play.
    this.#sources = voices.map((voice) => this.#audio.createMediaStreamSource(new MediaStream([voice])));
    this.#sources.forEach((source) => source.connect(mix));
    stream.addTrack(mix.stream.getAudioTracks()[0]);
    this.#timer = setInterval(() => draw(canvas.getContext("2d"), pictures), 1000 / FRAMES_PER_SECOND);
    this.#chunks = [];
    this.#recorder = new MediaRecorder(stream, { mimeType: this.#kind });
    this.#recorder.ondataavailable = ({ data }) => this.#chunks.push(data);
    this.#recorder.start(1000);
  }

  /**
   * Ends the recording.
   * @returns {Promise<{url: string, name: string, size: number} | null>}
   */
  stop() {
    const recorder = this.#recorder;
    if (recorder === null) {
      return Promise.resolve(null);
    }
    this.#recorder = null;
    return new Promise((resolve) => {
      recorder.onstop = () => {
        clearInterval(this.#timer);
        void this.#audio.close();
        this.#sources = [];
        const blob = new Blob(this.#chunks, { type: this.#kind });
        this.#chunks = [];
        const name = fileName(new Date(), this.#kind);
        resolve({ url: URL.createObjectURL(blob), name, size: blob.size });
      };
      recorder.stop();
    });
  }
}

function draw(context, { remote, own }) {
  const { width, height } = SIZE;
  context.fillStyle = "#0b1212";
  context.fillRect(0, 0, width, height);
  paint(context, remote, { x: 0, y: 0, width, height });
  paint(context, own, { x: width - 276, y: height - 196, width: 256, height: 176 });
}

function paint(context, video, place) {
  if (video.videoWidth > 0) {
    const { x, y, width, height } = placed({ width: video.videoWidth, height: video.videoHeight }, place);
    context.drawImage(video, x, y, width, height);
  }
}
