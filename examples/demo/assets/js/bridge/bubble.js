/** One message on the phone. */

import { make, makeButton, setText } from "../../../kit/js/dom.js";
import { fileAddress } from "./api.js";
import { icon } from "./icons.js";
import { timeOf } from "./words.js";

const TICKS = {
  sent: ["tick", "sent"],
  delivered: ["ticks", "delivered"],
  read: ["ticks", "read"],
  failed: ["alert", "failed"],
};

/**
 * @param {any} message
 * @param {{quoted: (id: string) => string | null, reply: (message: any, choice: any, kind: string) => void, openList: (message: any) => void}} chat
 */
export function makeBubble(message, chat) {
  if (message.day) {
    return make("li", "bubbles__day", make("span", "", message.day));
  }
  if (message.dots) {
    const dots = [1, 2, 3].map(() => make("i"));
    const said = make("span", "sr-only", "Example Shop is typing");
    const body = make("div", "bubble__body bubble__dots", said, ...dots);
    return make("li", "bubble bubble--theirs", body);
  }
  const own = message.from === "customer";
  const item = make("li", {
    className: `bubble bubble--${own ? "own" : "theirs"}`,
    data: { id: message.id },
  });
  const quote = message.replyTo ? chat.quoted(message.replyTo) : null;
  const foot = make("span", "bubble__foot", make("time", "", timeOf(message.at)));
  if (own) {
    foot.append(make("span", "bubble__ticks"));
  }
  item.append(
    make("span", "sr-only", own ? "You: " : "Example Shop: "),
    make(
      "div",
      "bubble__body",
      quote ? make("p", "bubble__quote", quote) : null,
      picture(message),
      message.header ? make("p", "bubble__header", message.header) : null,
      message.text ? make("p", "bubble__text", message.text) : null,
      ...(message.parameters ?? []).map((text) => make("p", "bubble__text", text)),
      ...(message.cards ?? []).map((text) => make("p", "bubble__card", text)),
      message.footer ? make("p", "bubble__footer", message.footer) : null,
      foot,
    ),
    ...choices(message, chat),
  );
  return item;
}

/** Shows how far a message is. */
export function updateBubble(item, message) {
  if (message.day) {
    // Yesterday was today before the clock moved.
    setText(item.firstChild, message.day);
    return;
  }
  const ticks = item.querySelector(".bubble__ticks");
  if (ticks === null || ticks.dataset.status === message.status) {
    return;
  }
  const [name, words] = TICKS[message.status] ?? TICKS.sent;
  ticks.dataset.status = message.status;
  ticks.replaceChildren(icon(name), make("span", "sr-only", words));
}

function picture(message) {
  if (!message.file) {
    return null;
  }
  if (message.kind === "image" || message.kind === "sticker" || message.kind === "interactive") {
    return make("img", {
      className: "bubble__picture",
      src: fileAddress(message.file),
      alt: message.text ? "" : "Picture",
    });
  }
  const name = message.filename ?? `A file (${message.kind})`;
  return make("p", "bubble__file", make("a", { href: fileAddress(message.file) }, name));
}

function choices(message, chat) {
  const buttons = (message.buttons ?? []).map((choice) => {
    const button = makeButton("bubble__choice", "", {
      onclick: () => chat.reply(message, choice, "button"),
    });
    button.append(icon("reply"));
    const text = make("span");
    setText(text, choice.title);
    button.append(text);
    return button;
  });
  if (message.list) {
    const button = makeButton("bubble__choice", "", { onclick: () => chat.openList(message) });
    button.append(icon("list"), make("span", "", message.list.button ?? "Choose"));
    buttons.push(button);
  }
  return buttons;
}
