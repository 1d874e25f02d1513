import { CoreError } from '../errors/core-error';
import type { Handle, IncomingMessage, OutgoingMessage } from '../port';
import type { Entry } from './entry';
import type { Core } from './instance';
import { Network } from './network';
import { encodeMentions, outgoingCapacity, writeOutgoing } from './outgoing';
import { decodeMessage, Kind, Views, type Record } from './records';

const utf8 = new TextEncoder();

const NONE: Record[] = [];

/** How much the core's input buffer holds at least, and how much of it is kept (docs/bridge.md, im_input). */
const INPUT = { least: 4 << 10, kept: 256 << 10 } as const;

/** What an engine needs of the thread it runs in. */
export interface EngineOptions<Said> {
  /**
   * Copies out of the core's memory what it said: the records that are to be
   * done here, and the rest, for the application. Throws when it is malformed.
   */
  read(memory: Views, from: number, end: number): { own: Record[]; said: Said };
  /** What the core said because of the network. */
  said(said: Said): void;
  /** The same where it is one received message and nothing else, which would be its saying without this. */
  message?(conversation: Handle, message: IncomingMessage): void;
  /** Does a record that is no matter of the network. */
  other(record: Record): void;
  /** The core is dead; told once. */
  died(error: Error): void;
}

/**
 * A core with its network, in one thread. After every entry, what the core said
 * is copied out, and what concerns the network is done at once, in order.
 */
export class Engine<Said> {
  readonly network: Network;
  readonly #core: Core;
  readonly #options: EngineOptions<Said>;
  readonly #memory: Views;
  #dead = false;
  /** The core's input buffer, and what it holds. */
  #input = 0;
  #capacity = 0;
  /** The received message whose commit is foretold, as long as nothing has entered the core since it was said. */
  #foretold: Handle = 0;
  #foretoldSeq = 0;
  /** The message that was let through and that the core has not been told of; seq 0 is none. */
  #accepted: Handle = 0;
  #acceptedSeq = 0;

  constructor(core: Core, options: EngineOptions<Said>) {
    this.#core = core;
    this.#options = options;
    this.#memory = new Views(core.exports.mem);
    this.network = new Network(
      (entry) => this.tell(entry),
      (socket, data) => this.#hear(socket, data),
    );
    core.onExit = (error) => this.#die(error);
  }

  /** Enters the core with what nobody waits for; what it says goes to `said`. */
  tell(entry: Entry): void {
    const said = this.enter(entry);
    if (said !== undefined) this.#options.said(said);
  }

  /** Enters the core. Gives what it has to say to the application; undefined when that is nothing. */
  enter(entry: Entry): Said | undefined {
    if (this.#dead) return undefined;
    let own: Record[];
    let said: Said;
    try {
      this.#settle();
      const length = this.#perform(entry) >>> 0;
      if (length === 0) return undefined;
      const from = this.#core.exports.im_output() >>> 0;
      if (this.#sentOnly(from, length)) return undefined;
      ({ own, said } = this.#options.read(this.#memory.renew(), from, from + length));
    } catch (error) {
      this.#die(new CoreError('The WebAssembly core failed', { cause: error }));
      return undefined;
    }
    this.#act(own);
    return said;
  }

  /**
   * Lets a received message through whose commit is foretold: the core learns of
   * it with the next frame, or right before whatever else enters it. Gives false
   * when something has entered the core since it foretold that.
   */
  accept(conversation: Handle, seq: number): boolean {
    if (this.#foretoldSeq !== seq || this.#foretold !== conversation) return false;
    this.#foretoldSeq = 0;
    this.#accepted = conversation;
    this.#acceptedSeq = seq;
    return true;
  }

  /** Tells the core of the message that it does not know to be let through, which makes it say nothing. */
  #settle(): void {
    this.#foretoldSeq = 0;
    if (this.#acceptedSeq === 0) return;
    const seq = this.#acceptedSeq;
    this.#acceptedSeq = 0;
    this.#core.exports.im_commit(this.#accepted, seq, 1);
  }

  /** Enters the core with a frame. */
  #hear(socket: number, data: ArrayBuffer | string): void {
    if (this.#dead) return;
    const { message: take } = this.#options;
    let own: Record[] = NONE;
    let said: Said | undefined;
    let message: IncomingMessage | undefined;
    let conversation: Handle = 0;
    try {
      const length = this.#frame(socket, data) >>> 0;
      if (length === 0) return;
      const at = this.#core.exports.im_output() >>> 0;
      const { view, bytes } = this.#memory.renew();
      if (take && view.getUint32(at, true) === length && view.getUint32(at + 4, true) === Kind.MESSAGE) {
        conversation = view.getUint32(at + 8, true);
        message = decodeMessage(view, bytes, at);
        if (message.foretold) {
          this.#foretold = conversation;
          this.#foretoldSeq = message.seq;
        }
      } else {
        ({ own, said } = this.#options.read(this.#memory, at, at + length));
      }
    } catch (error) {
      this.#die(new CoreError('The WebAssembly core failed', { cause: error }));
      return;
    }
    if (message) {
      take!(conversation, message);
      return;
    }
    this.#act(own);
    this.#options.said(said!);
  }

  #frame(socket: number, data: ArrayBuffer | string): number {
    const text = typeof data === 'string';
    const length = text ? this.#write(data) : this.#writeBytes(new Uint8Array(data));
    const seq = this.#acceptedSeq;
    this.#acceptedSeq = this.#foretoldSeq = 0;
    return this.#core.exports.im_frame(socket, length, text ? 1 : 0, seq && this.#accepted, seq);
  }

  /** Does what the core said that is to be done here. */
  #act(own: Record[]): void {
    for (const record of own) {
      if (record.kind === Kind.FATAL) this.#die(failure(record.text));
      else if (!this.network.act(record)) this.#options.other(record);
    }
  }

  /** Sends a frame where that is all that the core said, as it does for a message. */
  #sentOnly(from: number, length: number): boolean {
    const { view, bytes } = this.#memory.renew();
    if (view.getUint32(from, true) !== length || view.getUint32(from + 4, true) !== Kind.SEND) return false;
    const start = from + 16;
    return this.network.send(view.getUint32(from + 8, true), bytes.subarray(start, start + view.getUint32(from + 12, true)));
  }

  #perform(entry: Entry): number {
    const { exports } = this.#core;
    switch (entry[0]) {
      case 'call':
        return this.#withArgument(entry[3], () => exports.im_call(entry[1], entry[2]));
      case 'send':
        return this.#send(entry[1], entry[2], entry[3]);
      case 'commit':
        return exports.im_commit(entry[1], entry[2], 0);
      case 'drop':
        return exports.im_drop(entry[1], entry[2]);
      case 'cancel':
        return exports.im_cancel(entry[1]);
      case 'release':
        return exports.im_release(entry[1]);
      case 'describe':
        return exports.im_describe(entry[1]);
      case 'answer':
        return this.#withArgument(entry[2], () => exports.im_answer(entry[1], 1, 0));
      case 'refuse':
        return exports.im_answer(entry[1], 0, this.#write(entry[2]));
      case 'opened':
        return exports.im_opened(entry[1]);
      case 'frame':
        return this.#frame(entry[1], entry[2]);
      case 'closed':
        return exports.im_closed(entry[1], entry[2], this.#write(entry[3]));
      case 'timer':
        return exports.im_timer(entry[1]);
      case 'fetched':
        return exports.im_fetched(entry[1], entry[2], this.#write(entry[3]));
    }
  }

  #send(call: number, conversation: number, message: OutgoingMessage): number {
    const { exports } = this.#core;
    const mentions = encodeMentions(message.mentionList);
    const capacity = outgoingCapacity(message, mentions);
    const offset = this.#room(capacity);
    const length = writeOutgoing(this.#memory.renew(), offset, capacity, message, mentions);
    return exports.im_send(call, conversation, length);
  }

  #write(text: string): number {
    return this.#writeBytes(utf8.encode(text));
  }

  #writeBytes(bytes: Uint8Array): number {
    const offset = this.#room(bytes.length);
    this.#memory.renew().bytes.set(bytes, offset);
    return bytes.length;
  }

  /** Where so many bytes may be written. */
  #room(length: number): number {
    if (length > this.#capacity || this.#capacity > INPUT.kept) {
      this.#capacity = Math.max(length, INPUT.least);
      this.#input = this.#core.exports.im_input(this.#capacity) >>> 0;
    }
    return this.#input;
  }

  /** Enters the core with a value that it reads from its host. */
  #withArgument(value: unknown, entry: () => number): number {
    const { host } = this.#core;
    host.arg = value;
    try {
      return entry();
    } finally {
      host.arg = undefined;
    }
  }

  /** Nothing enters the core any more. */
  #die(error: Error): void {
    if (this.#dead) return;
    this.#dead = true;
    this.network.clear();
    this.#options.died(error);
  }
}

/** A crash as an Error whose stack is the core's. */
function failure(text: string): Error {
  const [first = 'unknown'] = text.split('\n');
  const error = new CoreError(`The WebAssembly core failed: ${first}`);
  error.stack = `${error.message}\n${text}`;
  return error;
}
