/** Where somebody writes: a field that grows, Enter sends, a menu of pictures. */

import { byId } from "../../../kit/js/dom.js";
import { toast } from "../../../kit/js/toast.js";
import { icon } from "./icons.js";
import { readPicture, samplePicture } from "./picture.js";

const MOST = 120;

export class Composer {
  #field;
  #send;
  #file;

  /**
   * @param {string} side `phone` or `desk`: the page has `{side}-form`, `-text`, `-send`,
   *   `-picture` and `-file`
   * @param {(written: any) => Promise<import("../../../kit/js/api.js").Answer>} send
   */
  constructor(side, send) {
    this.#send = send;
    this.#field = byId(`${side}-text`);
    this.#file = byId(`${side}-file`);
    const form = byId(`${side}-form`);
    const button = byId(`${side}-send`);
    if (button.textContent === "") {
      button.append(icon("send"));
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#field.addEventListener("input", () => this.#grow());
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        void this.#submit();
      }
    });
    const opener = byId(`${side}-picture`);
    opener.append(icon("picture"));
    opener.addEventListener("click", () => pictureMenu(opener, (what) => this.#picture(what)));
    this.#file.addEventListener("change", () => void this.#chosen());
  }

  /** Puts a text into the field. */
  fill(text) {
    this.#field.value = text;
    this.#grow();
    this.#field.focus();
  }

  async #submit() {
    const text = this.#field.value;
    if (text.trim() === "") {
      return;
    }
    this.#field.value = "";
    this.#grow();
    const answer = await this.#send({ text });
    if (answer.kind !== "ok" && this.#field.value === "") {
      this.fill(text);
    }
  }

  #picture(what) {
    if (what === "sample") {
      void this.#send({ image: samplePicture(), ...this.#caption() });
    } else {
      this.#file.click();
    }
  }

  async #chosen() {
    const [file] = this.#file.files;
    this.#file.value = "";
    if (file !== undefined) {
      const image = await readPicture(file);
      if (image === null) {
        toast("This picture cannot be read. Choose a PNG or JPEG.", { bad: true });
      } else {
        void this.#send({ image, ...this.#caption() });
      }
    }
  }

  // What is in the field goes with the picture.
  #caption() {
    const text = this.#field.value;
    this.#field.value = "";
    this.#grow();
    return text.trim() === "" ? {} : { text };
  }

  #grow() {
    this.#field.style.height = "auto";
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, MOST)}px`;
  }
}

const menu = byId("picture-menu");
let choose = null;
let opener = null;

function pictureMenu(button, chosen) {
  if (!menu.hidden) {
    closeMenu();
    return;
  }
  choose = chosen;
  opener = button;
  button.setAttribute("aria-expanded", "true");
  menu.hidden = false;
  const place = button.getBoundingClientRect();
  const left = Math.min(place.left, document.documentElement.clientWidth - menu.offsetWidth - 8);
  menu.style.left = `${Math.max(8, left) + window.scrollX}px`;
  menu.style.top = `${place.top + window.scrollY - menu.offsetHeight - 8}px`;
  menu.querySelector("button").focus();
}

function closeMenu() {
  if (!menu.hidden) {
    menu.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }
}

menu.addEventListener("click", (event) => {
  const what = event.target.dataset.picture;
  if (what) {
    closeMenu();
    choose(what);
  }
});
menu.addEventListener("keydown", (event) => {
  const items = [...menu.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  if (event.key === "Escape") {
    closeMenu();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    items[(at + step + items.length) % items.length].focus();
  }
});
document.addEventListener("pointerdown", (event) => {
  if (!menu.contains(event.target) && !opener?.contains(event.target)) {
    closeMenu();
  }
});
