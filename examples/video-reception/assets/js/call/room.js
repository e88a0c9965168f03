/** A call, from its answer to its end: the connection, what both sides see, and the controls. */

import { makeButton } from "../../../kit/js/dom.js";
import { announce, toast } from "../../../kit/js/toast.js";
import { log } from "../debug.js";
import { Chat } from "./chat.js";
import { Measure } from "./measure.js";
import { previewOf } from "./media.js";
import { Peer } from "./peer.js";
import { Recording } from "./recording.js";
import { Recovery } from "./recovery.js";
import { RoomView } from "./room-view.js";
import { SettingsDialog } from "./settings-dialog.js";
import { keepAwake } from "./wake-lock.js";

const FAILED =
  "The two of you could not be connected. A firewall may be in the way: try another network, such as a phone's, or switch a VPN off.";

/**
 * @typedef {object} Terms
 * @property {string} callId
 * @property {string} name of the other side
 * @property {boolean} polite
 * @property {boolean} offers
 * @property {number} [epoch]
 * @property {RTCIceServer[]} [iceServers]
 * @property {RTCIceTransportPolicy} [iceTransportPolicy]
 */

export class Room {
  /** @type {Terms | null} */
  #terms = null;
  #peer = null;
  #view;
  #chat;
  #settings;
  #recording = new Recording();
  #media;
  #line;
  #hangUp;
  #measure = null;
  #session = "";
  #remoteState = { audio: true, video: true, screen: false, recording: false };

  /**
   * @param {HTMLElement} place
   * @param {import("./media.js").LocalMedia} media
   * @param {import("../signaling.js").Line} line
   * @param {{hangUp: () => void}} on
   */
  constructor(place, media, line, { hangUp }) {
    this.#media = media;
    this.#line = line;
    this.#hangUp = hangUp;
    this.#view = new RoomView((control) => this.#pressed(control));
    this.#chat = new Chat(
      (text) => line.request("chat-message", { callId: this.#terms?.callId, text }),
      (unread) => this.#view.unread(unread),
    );
    this.#settings = new SettingsDialog(media, (id) => void this.#view.remote.setSinkId(id));
    this.#view.body.append(this.#chat.element);
    place.append(this.#view.element, this.#settings.element);
    this.#view.offer("screen", typeof navigator.mediaDevices?.getDisplayMedia === "function");
    this.#listen();
  }

  get isOpen() {
    return this.#terms !== null;
  }

  get callId() {
    return this.#terms?.callId ?? null;
  }

  get seconds() {
    return this.#view.seconds;
  }

  /** Whether this browser and this server let people record. */
  allowRecording(isAllowed) {
    this.#view.offer("record", isAllowed && this.#recording.isPossible);
  }

  /**
   * Begins a call, or goes on with it after this page was loaded again.
   * @param {Terms} terms
   * @param {string} session one's own id in what the server relays
   */
  begin(terms, session) {
    this.#session = session;
    this.#remoteState = { audio: true, video: true, screen: false, recording: false };
    this.#view.begin(terms.name);
    this.#chat.clear();
    keepAwake(true);
    this.#measure = new Measure(
      () => this.#peer,
      (level, detail) => this.#view.quality(level, detail),
      (report) => this.#line.emit("call-stats", { callId: terms.callId, ...report }),
    );
    this.renew(terms);
    this.#tellState();
    this.#view.focus();
  }

  /** A new connection between the two browsers, because one of them is another one now. */
  renew(terms) {
    this.#peer?.close();
    this.#terms = { ...this.#terms, ...terms };
    this.#measure.restart();
    this.#peer = new Peer(this.#terms, this.#media, {
      state: (state) => this.#state(state),
      stream: (stream) => void this.#view.play(stream),
      words: (words) => this.#view.words(words),
      iceServers: () => this.#iceServers(),
      send: (event, payload) => this.#relay(event, payload),
      log,
    });
    this.#showOwn();
  }

  /** The other side is back, as the same page or as a new one. */
  rejoined({ epoch, youOffer }) {
    if (epoch !== this.#terms.epoch) {
      this.renew({ epoch, offers: youOffer === true });
    } else {
      this.#view.notice("");
    }
  }

  /** The other side is away for a moment. */
  waiting(seconds) {
    this.#view.notice(`${this.#terms.name} lost the connection. Waiting ${seconds} seconds …`);
  }

  /** Our own line to the server is down, or back. The picture may go on meanwhile. */
  lineIs(isUp) {
    if (this.isOpen && this.#peer?.states.connectionState === "connected") {
      this.#view.notice(isUp ? "" : "The line to the reception is down. You can go on talking; it comes back by itself.");
    }
  }

  /** Ends it on this side; gives the recording, if there is one. */
  async leave() {
    this.#measure?.end();
    this.#peer?.close();
    this.#peer = null;
    this.#terms = null;
    this.#view.stopClock();
    this.#view.notice("");
    this.#view.remote.srcObject = null;
    this.#settings.element.close();
    this.#chat.toggle(false);
    this.#view.press("chat", false);
    this.#media.stopScreen();
    keepAwake(false);
    const recording = await this.#recording.stop();
    this.#view.press("record", false);
    return recording;
  }

  #listen() {
    for (const event of ["offer", "answer", "ice-candidate"]) {
      this.#line.on(event, (data) => {
        if (this.#isCurrent(data)) {
          void this.#peer.receive(event, data);
        }
      });
    }
    this.#line.on("chat-message", (data) => {
      if (this.#isMine(data)) {
        const mine = data.from === this.#session;
        this.#chat.received({ id: String(data.id), mine, text: String(data.text), at: data.timestamp });
        if (!mine && !this.#chat.isOpen) {
          announce("New chat message");
        }
      }
    });
    this.#line.on("media-state", (data) => {
      if (this.#isMine(data) && data.from !== this.#session) {
        this.#remote(data);
      }
    });
    new Recovery(this.#media, () => this.isOpen, (...notice) => this.#view.notice(...notice));
    this.#media.addEventListener("state", () => this.#changed());
  }

  #isMine({ callId }) {
    return this.isOpen && callId === this.#terms.callId;
  }

  // What was on its way when one side was loaded anew belongs to a connection that is gone.
  #isCurrent(data) {
    const isOld = data.epoch !== undefined && this.#terms?.epoch !== undefined && data.epoch !== this.#terms.epoch;
    return this.#isMine(data) && this.#peer !== null && !isOld;
  }

  #relay(event, payload) {
    const { callId, epoch } = this.#terms;
    this.#line.relay(event, { callId, ...(epoch !== undefined && { epoch }), ...payload });
  }

  async #iceServers() {
    const answer = await this.#line.request("ice-servers", { callId: this.#terms?.callId });
    return answer.ok === true && Array.isArray(answer.iceServers) ? answer.iceServers : null;
  }

  #state(state) {
    const { name } = this.#terms;
    switch (state) {
      case "connecting":
        this.#view.notice(`Connecting to ${name} …`);
        break;
      case "connected":
        this.#measure.connected();
        this.#view.notice("");
        this.#view.startClock();
        announce(`Connected to ${name}`);
        break;
      case "repairing":
        this.#view.notice("The connection is interrupted. Connecting again …");
        break;
      default:
        this.#view.notice(FAILED, makeButton("button button--small", "Try again", { onclick: () => this.#peer?.retry() }));
    }
  }

  #remote(state) {
    const { name } = this.#terms;
    if (state.recording && !this.#remoteState.recording) {
      toast(`${name} records this call`);
    }
    this.#remoteState = state;
    this.#view.remoteState(state, name);
    this.#showRecording();
  }

  #showRecording() {
    const { recording } = this.#remoteState;
    const own = this.#recording.isOn ? "You are recording" : "";
    this.#view.recording(own || (recording ? `${this.#terms?.name} is recording` : ""));
  }

  #changed() {
    if (this.isOpen) {
      this.#showOwn();
      this.#tellState();
    }
  }

  #showOwn() {
    const media = this.#media;
    const { video } = media.state;
    this.#view.showOwn(previewOf(media.videoTrack), { mirrored: !media.isSharing, isSeen: video });
    this.#view.press("mute", !media.state.audio, media.has("audio") ? undefined : "Microphone on");
    this.#view.press("video", !(media.has("video") && !media.isVideoOff));
    this.#view.press("screen", media.isSharing);
  }

  #tellState() {
    const { callId } = this.#terms;
    this.#line.emit("media-state", { callId, ...this.#media.state, recording: this.#recording.isOn });
  }

  /** @param {import("./room-view.js").Control} control */
  #pressed(control) {
    switch (control) {
      case "mute":
        return void this.#toggle("audio");
      case "video":
        return void this.#toggle("video");
      case "screen":
        return void this.#share();
      case "chat":
        this.#chat.toggle();
        this.#view.press("chat", this.#chat.isOpen);
        return undefined;
      case "record":
        return void this.#record();
      case "settings":
        return this.#settings.open();
      default:
        this.#measure?.tell();
        return this.#hangUp();
    }
  }

  // Who joined without a device can still switch one on.
  async #toggle(kind) {
    const media = this.#media;
    if (!media.has(kind)) {
      const failure = await media.change(kind);
      if (failure !== null) {
        toast(`${failure.title}. ${failure.text}`, { bad: true });
      } else {
        (kind === "audio" ? media.setMuted : media.setVideoOff).call(media, false);
      }
    } else if (kind === "audio") {
      media.setMuted(!media.isMuted);
    } else {
      media.setVideoOff(!media.isVideoOff);
    }
  }

  async #share() {
    if (this.#media.isSharing) {
      this.#media.stopScreen();
    } else if (!(await this.#media.shareScreen())) {
      toast("No screen was shared");
    }
  }

  async #record() {
    if (this.#recording.isOn) {
      const recording = await this.#recording.stop();
      this.#view.press("record", false);
      this.#showRecording();
      this.#tellState();
      this.onRecorded(recording);
      return;
    }
    const voices = [this.#media.audioTrack, ...(this.#view.remote.srcObject?.getAudioTracks() ?? [])];
    this.#recording.start({ remote: this.#view.remote, own: this.#view.own }, voices.filter(Boolean));
    this.#view.press("record", true);
    this.#showRecording();
    this.#tellState();
    toast("You are recording. The other side is told.");
  }

  /** What becomes of a recording that was stopped within the call. */
  onRecorded(recording) {
    if (recording !== null) {
      const link = document.createElement("a");
      Object.assign(link, { href: recording.url, download: recording.name });
      link.click();
      toast("The recording was saved on this device");
    }
  }
}
