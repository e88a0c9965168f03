// An RTCPeerConnection with the states of one and no media: enough for who may offer when.
export class FakePeerConnection {
  signalingState = "stable";
  localDescription = null;
  remoteDescription = null;
  candidates = [];
  onicecandidate = null;
  /** Lets a test look at the moment between two steps. */
  pause = async () => {};
  #count = 0;

  async setLocalDescription() {
    await this.pause();
    this.#count += 1;
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.localDescription = { type, sdp: `${type} ${this.#count}` };
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
  }

  async setRemoteDescription({ type, sdp }) {
    await this.pause();
    if (type === "answer" && this.signalingState !== "have-local-offer") {
      throw new DOMException("no offer to answer", "InvalidStateError");
    }
    // An offer takes one's own back: an implicit rollback.
    this.remoteDescription = { type, sdp };
    this.signalingState = type === "offer" ? "have-remote-offer" : "stable";
  }

  async addIceCandidate(candidate) {
    if (this.remoteDescription === null) {
      throw new DOMException("no description", "InvalidStateError");
    }
    if (candidate?.candidate === "of another offer") {
      throw new DOMException("unknown", "OperationError");
    }
    this.candidates.push(candidate ?? null);
  }
}
