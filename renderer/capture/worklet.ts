// Runs in the audio thread, where there is no module of ours but this one and no type library knows its globals.
declare const registerProcessor: (name: string, processor: unknown) => void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** Samples of a channel in one message: a tenth of a second at 16 kHz. */
const BLOCK = 1_600;

/**
 * Gathers what the device gives and passes it on a tenth of a second at a time: one channel, or two where they differ.
 * A browser gives one microphone as two channels that are the same; more than two are mixed down.
 */
class Gatherer extends AudioWorkletProcessor {
  private first = new Float32Array(BLOCK);
  private second = new Float32Array(BLOCK);
  private filled = 0;
  private differ = false;

  process([channels = []]: readonly (readonly Float32Array[])[]): boolean {
    const [first, second] = channels;
    if (!first) return true;
    for (let i = 0; i < first.length; i += 1) {
      if (channels.length === 2 && second) this.take(first[i] ?? 0, second[i] ?? 0);
      else {
        let sum = 0;
        for (const channel of channels) sum += channel[i] ?? 0;
        this.take(sum / channels.length, sum / channels.length);
      }
    }
    return true;
  }

  private take(one: number, other: number): void {
    this.first[this.filled] = one;
    this.second[this.filled] = other;
    if (one !== other) this.differ = true;
    this.filled += 1;
    if (this.filled === BLOCK) this.pass();
  }

  private pass(): void {
    if (this.differ) {
      this.port.postMessage([this.first, this.second], [this.first.buffer, this.second.buffer]);
      this.second = new Float32Array(BLOCK);
    } else this.port.postMessage([this.first], [this.first.buffer]);
    this.first = new Float32Array(BLOCK);
    this.filled = 0;
    this.differ = false;
  }
}

registerProcessor('footnote-gatherer', Gatherer);
