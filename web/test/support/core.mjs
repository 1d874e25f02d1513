// A core made of JavaScript: it says what a test wants it to say, in the bytes
// in which the real one would.
import { Records } from './records.mjs';

/** Has `exports` and `host` as a running core has; `entries` notes what was called. */
export class FakeCore {
  entries = [];
  host = { arg: undefined, ready() {} };
  info = { build: 'fake', go: 'fake' };
  onExit = () => {};
  #answers = {};
  #mem = new ArrayBuffer(1 << 16);

  /** What the next calls of an export say: functions of their arguments that fill a Records. */
  on(name, ...answers) {
    (this.#answers[name] ??= []).push(...answers);
    return this;
  }

  exports = new Proxy(
    {
      mem: { buffer: this.#mem },
      im_input: () => 1024,
      im_output: () => 32768,
    },
    { get: (known, name) => known[name] ?? ((...args) => this.#enter(name, args)) },
  );

  /** The text that was written to the input. */
  input(length) {
    return new TextDecoder().decode(new Uint8Array(this.#mem, 1024, length));
  }

  #enter(name, args) {
    this.entries.push([name, ...args, ...(this.host.arg === undefined ? [] : [this.host.arg])]);
    const answer = this.#answers[name]?.shift();
    if (!answer) return 0;
    const records = new Records();
    answer(records, ...args);
    const bytes = records.bytes();
    new Uint8Array(this.#mem).set(bytes, 32768);
    return bytes.length;
  }
}
