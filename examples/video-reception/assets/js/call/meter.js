/** How loud a microphone is. */

const FLOOR_DB = -60;

/** A level from 0 to 1 for samples from -1 to 1, as ears hear it. Pure. */
export function levelOf(samples) {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  const decibels = power === 0 ? FLOOR_DB : 10 * Math.log10(power);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
}

/**
 * Follows a microphone.
 * @param {MediaStreamTrack} track
 * @param {(level: number) => void} show
 * @returns {() => void} stops
 */
export function follow(track, show) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    show(levelOf(samples));
  }, 100);
  void context.resume();
  return () => {
    clearInterval(timer);
    show(0);
    void context.close();
  };
}
