/** What a call looks like. It decides nothing. */

import { byId, make, makeButton, setText } from "../../../kit/js/dom.js";
import { countdown } from "../../../kit/js/time.js";
import { toast } from "../../../kit/js/toast.js";
import { icon } from "../icons.js";
import { initialsOf } from "../person.js";
import { qualityText } from "./quality.js";

/** @typedef {"mute" | "video" | "screen" | "chat" | "record" | "settings" | "hangUp"} Control */

const WORDS_MEAN =
  "This call is encrypted from your device to theirs. If both of you see the same six words, nobody is in between.";

/** Each has a name while it is off, a name while it is on, and signs for both. */
const CONTROLS = [
  { id: "mute", off: ["mic", "Mute"], on: ["micOff", "Unmute"] },
  { id: "video", off: ["camera", "Video off"], on: ["cameraOff", "Video on"] },
  { id: "screen", off: ["screen", "Share screen"], on: ["screen", "Stop sharing"] },
  { id: "chat", off: ["chat", "Chat"], on: ["chat", "Chat"] },
  { id: "record", off: ["record", "Record"], on: ["record", "Stop recording"] },
  { id: "settings", off: ["settings", "Settings"], on: ["settings", "Settings"] },
  { id: "hangUp", off: ["hangUp", "Hang up"], on: ["hangUp", "Hang up"] },
];

export class RoomView {
  #buttons = new Map();
  #started = 0;
  #timer = 0;
  #name = make("h2", { className: "room__name", id: "roomName", tabIndex: -1 });
  #clock = make("span", { className: "room__clock", role: "timer" }, "0:00");
  #quality = make("span", { className: "room__quality", id: "quality", data: { level: "unknown" } });
  #words = makeButton("room__words", "", { id: "words", hidden: true, onclick: () => toast(WORDS_MEAN) });
  #recording = make("p", { className: "badge badge--danger room__recording", role: "status", hidden: true });
  #notice = make("div", { className: "room__notice", role: "status" });
  #face = make("span", { className: "avatar avatar--large", aria: { hidden: "true" } });
  #placeholderText = make("p");
  #placeholder = make("div", "room__placeholder", this.#face, this.#placeholderText);
  #hear = makeButton("button button--primary room__hear", "Tap to hear", { id: "hear", hidden: true });
  #ownOff = make("p", { className: "room__own-off" }, "You are not seen");
  #muted = make("p", { className: "room__muted", hidden: true });
  #badge = make("span", { className: "room__unread", hidden: true });

  /** @param {(control: Control) => void} pressed */
  constructor(pressed) {
    this.remote = make("video", { id: "remoteVideo", className: "room__remote", playsInline: true, autoplay: true, aria: { label: "The other side" } });
    this.own = make("video", { id: "ownVideo", className: "room__own-video", playsInline: true, autoplay: true, muted: true, aria: { label: "You" } });
    this.#hear.addEventListener("click", () => {
      this.remote.muted = false;
      void this.remote.play();
      this.#hear.hidden = true;
    });
    const stage = make(
      "div",
      "room__stage",
      this.remote,
      this.#placeholder,
      this.#muted,
      this.#notice,
      this.#hear,
      make("div", "room__own", this.own, this.#ownOff),
    );
    this.body = make("div", "room__body", stage);
    const controls = CONTROLS.map((control) => this.#button(control, pressed));
    this.element = make(
      "div",
      "room",
      make("div", "room__bar", make("div", "room__who", this.#name, this.#clock), this.#recording, this.#words, this.#quality),
      this.body,
      make("div", { className: "room__controls", role: "group", aria: { label: "Call controls" } }, ...controls),
    );
  }

  /** Before a call: nothing of the last one is left. */
  begin(name) {
    setText(this.#name, name);
    setText(this.#face, initialsOf(name));
    this.#words.hidden = true;
    this.#recording.hidden = true;
    this.quality("unknown", "");
    this.remoteState({ audio: true, video: true }, name);
    this.unread(0);
    this.stopClock();
    setText(this.#clock, "0:00");
    this.#hear.hidden = true;
  }

  startClock(from = Date.now()) {
    if (this.#timer === 0) {
      this.#started = from;
      this.#timer = setInterval(() => setText(this.#clock, countdown(this.seconds)), 1000);
    }
  }

  stopClock() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  get seconds() {
    return this.#started === 0 ? 0 : Math.floor((Date.now() - this.#started) / 1000);
  }

  /** Shows and plays what comes from the other side, without sound where the browser wants a tap. */
  async play(stream) {
    if (this.remote.srcObject !== stream) {
      this.remote.srcObject = stream;
    }
    try {
      await this.remote.play();
    } catch (error) {
      if (error?.name === "NotAllowedError") {
        this.remote.muted = true;
        this.#hear.hidden = false;
        void this.remote.play().catch(() => {});
      }
    }
  }

  /** @param {MediaStream | null} stream */
  showOwn(stream, { mirrored, isSeen }) {
    if (this.own.srcObject?.getTracks()[0] !== stream?.getTracks()[0]) {
      this.own.srcObject = stream;
    }
    this.own.classList.toggle("room__own-video--mirrored", mirrored);
    this.#ownOff.hidden = isSeen;
    this.own.hidden = !isSeen;
  }

  /** What the other side says of its devices. */
  remoteState({ audio, video, screen = false }, name) {
    this.#placeholder.hidden = video;
    this.remote.classList.toggle("room__remote--screen", screen);
    setText(this.#placeholderText, `${name} has no picture`);
    this.#muted.hidden = audio;
    this.#muted.replaceChildren(icon("micOff"), `${name} is muted`);
  }

  recording(text) {
    this.#recording.hidden = text === "";
    setText(this.#recording, text);
  }

  /** The words by which both sides know that nobody is in between. */
  words(words) {
    const text = words.join(" ");
    this.#words.replaceChildren(
      icon("shield"),
      make("span", "sr-only", "Encrypted. Both of you must see the same words: "),
      make("span", { className: "room__words-text" }, text),
    );
    this.#words.hidden = false;
  }

  quality(level, detail) {
    this.#quality.dataset.level = level;
    const bars = make("span", { className: "room__bars", aria: { hidden: "true" } }, make("i"), make("i"), make("i"));
    this.#quality.title = detail;
    this.#quality.replaceChildren(bars, make("span", "room__quality-text", qualityText(level).short));
  }

  /** A sentence over the picture, with buttons; an empty one takes it away. */
  notice(text, ...more) {
    if (text === "") {
      this.#notice.replaceChildren();
    } else if (this.#notice.dataset.text !== text || more.length > 0) {
      this.#notice.replaceChildren(make("p", "", text), ...more);
    }
    this.#notice.dataset.text = text;
  }

  /** @param {Control} id */
  press(id, isOn, text = undefined) {
    const { button, control } = this.#buttons.get(id);
    const [sign, name] = isOn ? control.on : control.off;
    if (["mute", "video", "screen", "record"].includes(id)) {
      button.dataset.on = String(isOn);
    } else {
      button.setAttribute("aria-expanded", String(isOn));
    }
    button.replaceChildren(icon(sign), make("span", "room__label", text ?? name), ...(id === "chat" ? [this.#badge] : []));
  }

  /** @param {Control} id */
  offer(id, isOffered) {
    this.#buttons.get(id).button.hidden = !isOffered;
  }

  unread(count) {
    this.#badge.hidden = count === 0;
    this.#badge.replaceChildren(String(count), make("span", "sr-only", count === 1 ? " new message" : " new messages"));
  }

  focus() {
    byId("roomName").focus({ preventScroll: true });
  }

  #button(control, pressed) {
    const danger = control.id === "hangUp" ? "room__control--danger" : "";
    const button = makeButton(`room__control ${danger}`, "", { id: `${control.id}Button`, onclick: () => pressed(control.id) });
    this.#buttons.set(control.id, { button, control });
    if (control.id === "hangUp" || control.id === "settings") {
      const [sign, name] = control.off;
      button.append(icon(sign), make("span", "room__label", name));
    } else {
      this.press(control.id, false);
    }
    return button;
  }
}
