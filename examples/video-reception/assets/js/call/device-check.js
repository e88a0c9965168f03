/** The check before a call: do I see myself, does the microphone hear me, which devices? */

import { make, makeButton, setText } from "../../../kit/js/dom.js";
import { icon } from "../icons.js";
import { DeviceFields } from "./device-fields.js";
import { obstacleHere } from "./devices.js";
import { previewOf } from "./media.js";
import { follow } from "./meter.js";

/** How somebody joins. */
export const MODES = [
  { mode: "video", name: "Camera and microphone", wish: { audio: true, video: true } },
  { mode: "audio", name: "Microphone only", wish: { audio: true, video: false } },
  { mode: "none", name: "Only watch and listen", wish: { audio: false, video: false } },
];

/** What is tried by itself where something is missing: a call with sound is better than none. */
const INSTEAD = { missing: "audio", busy: "audio" };

const WAY_TEXTS = { retry: "Try again", audio: "Join with sound only", none: "Join without camera and microphone" };

export class DeviceCheck {
  mode = "video";
  #media;
  #fields;
  #elsewhere;
  #stopMeter = () => {};
  #video = make("video", { className: "preflight__video", muted: true, playsInline: true, autoplay: true, aria: { label: "Your own picture" } });
  #placeholder = make("p", "preflight__placeholder");
  #meter = make("meter", { className: "preflight__meter", min: 0, max: 1, aria: { label: "Level of your microphone" } });
  #heard = make("p", { className: "preflight__heard muted", role: "status" });
  #problem = make("div", { className: "preflight__problem", role: "alert" });
  #note = make("p", { className: "preflight__note", role: "status" });
  /** What is of use only to who sends something. */
  #own = make("div", "preflight__own");
  #radios = new Map();

  /**
   * @param {import("./media.js").LocalMedia} media
   * @param {{prefix: string, elsewhere?: () => HTMLElement | null}} options `elsewhere`: another way
   *   to reach somebody, for when nothing works
   */
  constructor(media, { prefix, elsewhere = () => null }) {
    this.#media = media;
    this.#elsewhere = elsewhere;
    this.#fields = new DeviceFields(media, prefix);
    media.addEventListener("track", ({ detail }) => this.#show(detail));
    media.addEventListener("lost", ({ detail }) => this.#lost(detail));
    this.element = make(
      "div",
      "preflight",
      make("div", "preflight__stage", this.#video, this.#placeholder),
      this.#problem,
      make("div", "preflight__side", this.#modes(prefix), this.#note, this.#own),
    );
    this.#own.append(make("div", "preflight__level", icon("mic"), this.#meter), this.#heard, this.#fields.element);
    this.#show("video");
    this.#show("audio");
  }

  /** Opens what the mode needs; tells whether the call can begin. */
  async start(mode = this.mode) {
    this.#setMode(mode);
    this.#problem.replaceChildren();
    setText(this.#note, "");
    const { wish } = MODES.find((each) => each.mode === mode);
    const obstacle = mode === "none" ? null : obstacleHere();
    if (obstacle !== null) {
      this.#fail(obstacle);
      return false;
    }
    setText(this.#placeholder, mode === "none" ? "" : "Your browser asks for your devices. Please allow them.");
    const failure = await this.#media.open(wish);
    await this.#refresh();
    return failure === null ? true : this.#try(mode, failure);
  }

  async #try(mode, failure) {
    const instead = mode === "video" ? INSTEAD[failure.code] : undefined;
    if (failure.code === "constraint") {
      this.#media.chosen = { audio: "", video: "" };
    }
    if (instead !== undefined && (await this.#media.open({ audio: true, video: false })) === null) {
      this.#setMode(instead);
      await this.#refresh();
      setText(this.#note, `${failure.title}. You will be heard, and not seen.`);
      return true;
    }
    this.#fail(failure);
    return false;
  }

  async #refresh() {
    await this.#fields.refresh();
    this.#show("video");
    this.#show("audio");
  }

  /** Takes the meter away, so that nothing measures while somebody talks. */
  rest() {
    this.#stopMeter();
    this.#stopMeter = () => {};
  }

  #modes(prefix) {
    const labels = MODES.map(({ mode, name }) => {
      const radio = make("input", { type: "radio", name: `${prefix}Mode`, value: mode, checked: mode === this.mode });
      radio.addEventListener("change", () => void this.start(mode));
      this.#radios.set(mode, radio);
      return make("label", "", radio, make("span", "", name));
    });
    return make("fieldset", "choices preflight__modes", make("legend", "sr-only", "How do you join?"), ...labels);
  }

  #setMode(mode) {
    this.mode = mode;
    this.#own.hidden = mode === "none";
    this.#radios.get(mode).checked = true;
  }

  #show(kind) {
    if (kind === "video") {
      const track = this.#media.cameraTrack;
      this.#video.srcObject = previewOf(track);
      this.#video.hidden = track === null;
      this.#placeholder.hidden = track !== null;
      setText(this.#placeholder, this.mode === "none" ? "You will see and hear, and not be seen or heard." : "No picture");
    } else if (kind === "audio") {
      this.rest();
      const track = this.#media.audioTrack;
      this.#meter.value = 0;
      setText(this.#heard, track === null ? "Your microphone is off." : "Say something: the bar must move.");
      if (track !== null) {
        this.#stopMeter = follow(track, (level) => this.#level(level));
      }
    }
  }

  #level(level) {
    this.#meter.value = level;
    if (level > 0.35) {
      setText(this.#heard, "Your microphone hears you.");
    }
  }

  #lost(kind) {
    const name = kind === "audio" ? "microphone" : "camera";
    setText(this.#note, `Your ${name} was taken away. Choose another one, or try again.`);
  }

  #fail({ code, title, text, ways }) {
    const buttons = ways
      .filter((way) => WAY_TEXTS[way] !== undefined && !(way === this.mode))
      .map((way, index) =>
        makeButton(`button button--small ${index === 0 ? "button--accent" : ""}`, WAY_TEXTS[way], {
          onclick: () => void this.start(way === "retry" ? this.mode : way),
        }),
      );
    this.#problem.replaceChildren(
      make(
        "div",
        { className: "alert alert--warn", data: { code } },
        make("p", "alert__title", title),
        make("p", "", text),
        make("div", "actions", ...buttons, this.#elsewhere()),
      ),
    );
  }
}
