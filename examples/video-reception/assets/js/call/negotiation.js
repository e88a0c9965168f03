/**
 * Perfect negotiation: both sides may offer at any time. If both do at once, the polite one takes
 * its offer back. Candidates wait for the description that they belong to. Needs no document.
 */

export class Negotiation {
  #pc;
  #polite;
  #send;
  #beforeAnswer;
  #failed;
  #makingOffer = false;
  #ignoredOffer = false;
  #answerPending = false;
  #early = [];
  #turn = Promise.resolve();
  #closed = false;

  /**
   * @param {RTCPeerConnection} pc
   * @param {object} options
   * @param {boolean} options.polite
   * @param {(event: "offer" | "answer" | "ice-candidate", payload: object) => void} options.send
   * @param {() => Promise<void>} [options.beforeAnswer] puts our tracks in place
   * @param {(where: string, error: unknown) => void} [options.failed]
   */
  constructor(pc, { polite, send, beforeAnswer = async () => {}, failed = () => {} }) {
    this.#pc = pc;
    this.#polite = polite;
    this.#send = send;
    this.#beforeAnswer = beforeAnswer;
    this.#failed = failed;
    pc.onicecandidate = ({ candidate }) => {
      if (candidate !== null) {
        this.#send("ice-candidate", { candidate });
      }
    };
  }

  /** Offers what the connection has now. */
  async offer() {
    if (this.#closed) {
      return;
    }
    try {
      this.#makingOffer = true;
      await this.#pc.setLocalDescription();
      if (!this.#closed) {
        this.#send("offer", { offer: this.#pc.localDescription });
      }
    } catch (error) {
      this.#failed("offer", error);
    } finally {
      this.#makingOffer = false;
    }
  }

  /**
   * Takes what the other side sent, in the order in which it came.
   * @param {"offer" | "answer" | "ice-candidate"} event
   * @param {any} payload
   * @returns {Promise<void>}
   */
  receive(event, payload) {
    this.#turn = this.#turn.then(async () => {
      if (this.#closed) {
        return;
      }
      try {
        await (event === "ice-candidate"
          ? this.#candidate(payload.candidate)
          : this.#description(payload[event]));
      } catch (error) {
        this.#failed(event, error);
      }
    });
    return this.#turn;
  }

  close() {
    this.#closed = true;
    this.#pc.onicecandidate = null;
  }

  async #description(description) {
    const pc = this.#pc;
    const isOffer = description.type === "offer";
    const ready = !this.#makingOffer && (pc.signalingState === "stable" || this.#answerPending);
    this.#ignoredOffer = isOffer && !ready && !this.#polite;
    if (this.#ignoredOffer) {
      return;
    }
    if (!isOffer && pc.signalingState === "stable") {
      // The answer to an offer that was taken back.
      return;
    }
    this.#answerPending = !isOffer;
    try {
      await pc.setRemoteDescription(description);
    } finally {
      this.#answerPending = false;
    }
    await this.#addEarly();
    if (isOffer) {
      await this.#beforeAnswer();
      await pc.setLocalDescription();
      this.#send("answer", { answer: pc.localDescription });
    }
  }

  async #candidate(candidate) {
    if (this.#pc.remoteDescription === null) {
      this.#early.push(candidate);
      return;
    }
    try {
      await this.#pc.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      // Those of an offer that was ignored fit nothing.
      if (!this.#ignoredOffer) {
        throw error;
      }
    }
  }

  async #addEarly() {
    for (const candidate of this.#early.splice(0)) {
      await this.#candidate(candidate);
    }
  }
}
