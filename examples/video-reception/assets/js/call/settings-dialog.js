/** In the call: other devices, and how one's own picture looks. */

import { make, makeButton } from "../../../kit/js/dom.js";
import { DeviceFields } from "./device-fields.js";
import { previewOf } from "./media.js";

export class SettingsDialog {
  #media;
  #fields;
  #preview = make("video", { className: "preflight__video", muted: true, playsInline: true, autoplay: true, aria: { label: "Your own picture" } });

  /**
   * @param {import("./media.js").LocalMedia} media
   * @param {(id: string) => void} onSpeaker
   */
  constructor(media, onSpeaker) {
    this.#media = media;
    this.#fields = new DeviceFields(media, "call", onSpeaker);
    const blur = make("input", { type: "checkbox", id: "blur", onchange: () => media.setEffect({ blur: blur.checked }) });
    const brightness = make("input", {
      type: "range",
      id: "brightness",
      min: -40,
      max: 40,
      step: 5,
      value: 0,
      oninput: () => media.setEffect({ brightness: Number(brightness.value) }),
    });
    this.element = make(
      "dialog",
      { id: "settings", aria: { labelledby: "settingsTitle" } },
      make("h2", { id: "settingsTitle" }, "Devices and picture"),
      make("div", "preflight__stage settings__stage", this.#preview),
      make("div", "preflight__blur", blur, make("label", { htmlFor: "blur" }, "Blur my whole picture"), ),
      make("div", "field", make("label", { htmlFor: "brightness" }, "Brightness"), brightness),
      this.#fields.element,
      make("div", "actions", makeButton("button button--primary", "Done", { onclick: () => this.element.close() })),
    );
    media.addEventListener("track", () => this.#show());
    this.element.addEventListener("close", () => {
      this.#preview.srcObject = null;
    });
  }

  open() {
    void this.#fields.refresh();
    this.element.showModal();
    this.#show();
  }

  #show() {
    if (this.element.open) {
      this.#preview.srcObject = previewOf(this.#media.cameraTrack);
    }
  }
}
