/** Which camera, microphone and speaker: three lists, used before a call and in it. */

import { make, setText } from "../../../kit/js/dom.js";
import { canChooseSpeaker, listDevices } from "./devices.js";

const KINDS = [
  { list: "audioinput", kind: "audio", name: "Microphone" },
  { list: "videoinput", kind: "video", name: "Camera" },
  { list: "audiooutput", kind: "speaker", name: "Speaker" },
];

export class DeviceFields {
  #media;
  #onSpeaker;
  #selects = new Map();
  #error = make("p", { className: "field__error", role: "alert" });

  /**
   * @param {import("./media.js").LocalMedia} media
   * @param {string} prefix of the ids of the fields
   * @param {((id: string) => void) | null} onSpeaker null where nothing is played
   */
  constructor(media, prefix, onSpeaker = null) {
    this.#media = media;
    this.#onSpeaker = onSpeaker;
    this.element = make("div", "devices");
    for (const { list, kind, name } of KINDS) {
      if (kind !== "speaker" || (onSpeaker !== null && canChooseSpeaker())) {
        const id = `${prefix}${name}`;
        const select = make("select", { id, disabled: true, onchange: () => void this.#choose(kind, select) });
        this.#selects.set(list, { select, kind });
        this.element.append(make("div", "field", make("label", { htmlFor: id }, name), select));
      }
    }
    this.element.append(this.#error);
    navigator.mediaDevices?.addEventListener?.("devicechange", () => void this.refresh());
    void this.refresh();
  }

  /** Reads the devices anew: their names are known only once one was opened. */
  async refresh() {
    const devices = await listDevices();
    for (const [list, { select, kind }] of this.#selects) {
      const used = kind === "speaker" ? select.value : this.#used(kind);
      const options = devices[list].map(({ id, name }) => make("option", { value: id }, name));
      const none = make("option", { value: "" }, "None found");
      select.replaceChildren(...(options.length > 0 ? options : [none]));
      select.disabled = options.length === 0;
      if (devices[list].some(({ id }) => id === used)) {
        select.value = used;
      }
    }
  }

  #used(kind) {
    const track = kind === "audio" ? this.#media.audioTrack : this.#media.rawVideoTrack;
    return track?.getSettings().deviceId ?? this.#media.chosen[kind];
  }

  async #choose(kind, select) {
    setText(this.#error, "");
    if (kind === "speaker") {
      this.#onSpeaker(select.value);
      return;
    }
    select.disabled = true;
    const failure = await this.#media.change(kind, select.value);
    setText(this.#error, failure === null ? "" : `${failure.title}. ${failure.text}`);
    await this.refresh();
  }
}
