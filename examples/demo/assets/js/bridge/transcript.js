/** One message on the agent's desk. */

import { make, setText } from "../../../kit/js/dom.js";
import { fileAddress } from "./api.js";
import { icon } from "./icons.js";
import { timeOf } from "./words.js";

const STATUS = { sent: "Sent", delivered: "Delivered", failed: "Not delivered" };

/** The message as an item of the transcript. */
export function makeLine(message) {
  if (message.day) {
    return make("li", "transcript__day", make("span", "", message.day));
  }
  const isAgent = message.direction === "outbound";
  const files = message.attachments.map(attachment);
  const replies = message.quickReplies.map(({ text }) => make("span", "line__reply", text));
  return make(
    "li",
    { className: `line line--${isAgent ? "agent" : "customer"}`, data: { id: message.id } },
    make("span", "sr-only", isAgent ? "Agent: " : "Customer: "),
    make(
      "div",
      "line__body",
      ...files,
      message.text ? make("p", "line__text", message.text) : null,
      replies.length > 0 ? make("p", "line__replies", ...replies) : null,
    ),
    make(
      "p",
      "line__foot",
      make("time", "", timeOf(message.at)),
      isAgent ? make("span", "line__status") : null,
    ),
    make("p", { className: "line__reason", hidden: true }),
  );
}

/** Shows how far an agent's message is. */
export function updateLine(item, message) {
  if (message.day) {
    setText(item.firstChild, message.day);
    return;
  }
  const status = item.querySelector(".line__status");
  if (status === null || status.dataset.status === message.status) {
    return;
  }
  status.dataset.status = message.status;
  const mark = { delivered: "ticks", failed: "alert" }[message.status] ?? "tick";
  status.replaceChildren(icon(mark), make("span", "", STATUS[message.status] ?? message.status));
  const [reason] = message.reasons ?? [];
  const text = reason?.message ?? reason?.code ?? "";
  const line = item.querySelector(".line__reason");
  line.hidden = text === "";
  setText(line, text);
}

function attachment(file) {
  const address = fileAddress({ url: file.url });
  if (file.mediaType === "Image") {
    const alt = file.filename ?? "Picture";
    return make("img", { className: "line__picture", src: address, alt });
  }
  return make("p", "", make("a", { href: address }, file.filename ?? file.mime ?? "A file"));
}
