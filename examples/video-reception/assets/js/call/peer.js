/** The connection to the other browser, for one epoch of a call. */

import { Negotiation } from "./negotiation.js";
import { sampleOf } from "./quality.js";
import { fingerprintOf, wordsOf } from "./words.js";

/** A connection that is cut comes back by itself, or it does not within this time. */
const PATIENCE_MS = 4000;
/** The polite side leaves the first repair to the other. */
const POLITE_MS = 2500;
const TRIES = 3;
/** Browsers try for ever where they hear of no address of the other side. */
const CONNECT_MS = 12_000;
const NO_OFFER_MS = 8000;
const KINDS = ["audio", "video"];

/**
 * @typedef {object} Hooks
 * @property {(state: "connecting" | "connected" | "repairing" | "failed") => void} state
 * @property {(stream: MediaStream) => void} stream what comes from the other side
 * @property {(words: string[]) => void} words
 * @property {() => Promise<RTCIceServer[] | null>} iceServers fresh ones, for a repair
 * @property {(event: string, payload: object) => void} send
 * @property {(what: string, detail?: string) => void} log
 */

export class Peer {
  #pc;
  #negotiation;
  #media;
  #hooks;
  #polite;
  #remote = new MediaStream();
  #timer = 0;
  #patience = 0;
  #tries = 0;
  #closed = false;
  #onTrack = ({ detail: kind }) => void this.#put(kind);

  /**
   * @param {{iceServers?: RTCIceServer[], iceTransportPolicy?: RTCIceTransportPolicy, polite: boolean, offers: boolean}} terms
   * @param {import("./media.js").LocalMedia} media
   * @param {Hooks} hooks
   */
  constructor({ iceServers = [], iceTransportPolicy = "all", polite, offers }, media, hooks) {
    this.#media = media;
    this.#hooks = hooks;
    this.#polite = polite;
    this.#pc = new RTCPeerConnection({ iceServers, iceTransportPolicy, bundlePolicy: "max-bundle" });
    this.#negotiation = new Negotiation(this.#pc, {
      polite,
      send: hooks.send,
      beforeAnswer: () => this.#adopt(),
      failed: (where, error) => hooks.log(`${where} failed`, error?.name),
    });
    this.#pc.ontrack = ({ track }) => this.#arrived(track);
    this.#pc.onconnectionstatechange = () => this.#changed();
    this.#pc.onnegotiationneeded = () => {
      // The side that waits for an offer puts its tracks into the answer.
      if (offers || this.#pc.remoteDescription !== null) {
        void this.#negotiation.offer();
      }
    };
    media.addEventListener("track", this.#onTrack);
    if (offers) {
      this.#propose();
    } else {
      this.#timer = setTimeout(() => this.#propose(), NO_OFFER_MS);
    }
    hooks.state("connecting");
    this.#wait(CONNECT_MS);
  }

  receive(event, payload) {
    clearTimeout(this.#timer);
    if (event === "offer" && this.#pc.connectionState !== "connected") {
      // The other side is at it.
      this.#wait(CONNECT_MS);
    }
    return this.#negotiation.receive(event, payload);
  }

  /** A sample of how it goes. */
  async sample() {
    const report = await this.#pc.getStats();
    return sampleOf(report.values(), performance.now());
  }

  /** Tries again after all tries failed. */
  retry() {
    this.#tries = 0;
    void this.#repair();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#patience);
    this.#media.removeEventListener("track", this.#onTrack);
    this.#negotiation.close();
    this.#pc.onconnectionstatechange = null;
    this.#pc.onnegotiationneeded = null;
    this.#pc.ontrack = null;
    this.#pc.close();
  }

  /** What the debug panel shows. */
  get states() {
    const { connectionState, iceConnectionState, iceGatheringState, signalingState } = this.#pc;
    return { connectionState, iceConnectionState, iceGatheringState, signalingState };
  }

  // Both kinds from the start, whatever is open now: a camera that comes later needs no new offer.
  #propose() {
    if (this.#pc.getTransceivers().length > 0) {
      return;
    }
    for (const kind of KINDS) {
      this.#pc.addTransceiver(this.#media[`${kind}Track`] ?? kind, { direction: "sendrecv" });
    }
    if (this.#pc.onnegotiationneeded !== null && this.#pc.signalingState === "stable") {
      this.#pc.onnegotiationneeded = () => void this.#negotiation.offer();
    }
  }

  async #adopt() {
    for (const kind of KINDS) {
      const transceiver = this.#of(kind);
      if (transceiver !== undefined && transceiver.direction !== "sendrecv") {
        transceiver.direction = "sendrecv";
        await transceiver.sender.replaceTrack(this.#media[`${kind}Track`]);
      }
    }
  }

  #of(kind) {
    return this.#pc.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
  }

  async #put(kind) {
    try {
      await this.#of(kind)?.sender.replaceTrack(this.#media[`${kind}Track`]);
    } catch (error) {
      this.#hooks.log("track not replaced", error?.name);
    }
  }

  #arrived(track) {
    if (!this.#remote.getTracks().includes(track)) {
      this.#remote.addTrack(track);
    }
    this.#hooks.stream(this.#remote);
  }

  #changed() {
    const state = this.#pc.connectionState;
    this.#hooks.log("connection", state);
    clearTimeout(this.#patience);
    if (state === "connected") {
      this.#tries = 0;
      this.#hooks.state("connected");
      void this.#tellWords();
    } else if (state === "disconnected") {
      this.#hooks.state("repairing");
      this.#wait(PATIENCE_MS);
    } else {
      this.#wait(state === "failed" ? 0 : CONNECT_MS);
    }
  }

  #wait(milliseconds) {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => void this.#repair(), milliseconds + (this.#polite ? POLITE_MS : 0));
  }

  async #repair() {
    if (this.#closed || this.#pc.connectionState === "connected") {
      return;
    }
    if (this.#tries >= TRIES) {
      this.#hooks.state("failed");
      return;
    }
    this.#tries += 1;
    this.#hooks.state("repairing");
    const iceServers = await this.#hooks.iceServers();
    if (this.#closed || this.#pc.connectionState === "connected") {
      return;
    }
    if (iceServers !== null) {
      this.#pc.setConfiguration({ ...this.#pc.getConfiguration(), iceServers });
    }
    this.#pc.restartIce();
    this.#wait(CONNECT_MS);
  }

  async #tellWords() {
    const own = fingerprintOf(this.#pc.localDescription?.sdp);
    const other = fingerprintOf(this.#pc.remoteDescription?.sdp);
    if (own !== null && other !== null && globalThis.crypto?.subtle !== undefined) {
      this.#hooks.words(await wordsOf(own, other));
    }
  }
}
