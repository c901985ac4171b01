// Three short sounds that staff tell apart without looking, and what a phone does with them in the hand.

export type Cue = "saved" | "attention" | "failed";

type Tone = { pitch: number; at: number; lasts: number; loudness: number; wave: OscillatorType };

/** Two steps up: done. One soft low note: look. Three loud harsh ones: stop. */
const TONES: Record<Cue, readonly Tone[]> = {
  saved: [
    { pitch: 880, at: 0, lasts: 0.09, loudness: 0.25, wave: "sine" },
    { pitch: 1320, at: 0.08, lasts: 0.14, loudness: 0.25, wave: "sine" },
  ],
  attention: [{ pitch: 392, at: 0, lasts: 0.22, loudness: 0.3, wave: "triangle" }],
  failed: [0, 0.22, 0.44].map((at) => ({ pitch: 196, at, lasts: 0.18, loudness: 0.8, wave: "square" })),
};

/** In milliseconds: on, off, on … */
const SHAKES: Record<Cue, number[]> = {
  saved: [40],
  attention: [30, 60, 30],
  failed: [200, 80, 200, 80, 200],
};

let context: AudioContext | null | undefined;

/** Where there is no sound there is silence, and nothing fails over it. */
function audio(): AudioContext | null {
  if (context === undefined) {
    try {
      context = "AudioContext" in globalThis ? new AudioContext() : null;
    } catch {
      context = null;
    }
  }
  return context;
}

/** Some engines keep a page silent until it was touched: this is to be called when it is. */
export function wakeSound(): void {
  const there = audio();
  if (there?.state === "suspended") there.resume().catch(() => undefined);
}

export function play(cue: Cue, isMuted: boolean): void {
  if ("vibrate" in navigator) navigator.vibrate(SHAKES[cue]);
  if (isMuted) return;
  const there = audio();
  if (there === null) return;
  wakeSound();
  for (const { pitch, at, lasts, loudness, wave } of TONES[cue]) {
    const start = there.currentTime + at;
    const gain = there.createGain();
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loudness, start + 0.008);
    gain.gain.exponentialRampToValueAtTime(0.001, start + lasts);
    const tone = there.createOscillator();
    tone.type = wave;
    tone.frequency.value = pitch;
    tone.connect(gain).connect(there.destination);
    tone.start(start);
    tone.stop(start + lasts);
  }
}
