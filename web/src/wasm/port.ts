import { log } from '../debug';
import { createError } from '../errors/error';
import { report } from '../events/emitter';
import { Operation } from '../ops';
import type { ErrorPayload, Handle, OutgoingMessage, Port, Question, Sent, Sink } from '../port';
import { Fetches, type FetchRequest } from './fetches';
import type { Core } from './instance';
import { checkOutgoing, encodeMentions, outgoingCapacity, writeOutgoing } from './outgoing';
import { plainParams } from './params';
import { decodeRecords, Kind, type Record } from './records';
import { Sockets } from './sockets';
import { asThrown, textOf } from './thrown';
import { Timers } from './timers';

interface PendingCall {
  resolve(value: any): void;
  reject(error: unknown): void;
  settle(result: any): any;
}

/** Something to do for the application, in its turn. */
type Task = Record | (() => void);

const utf8 = new TextEncoder();

/**
 * The core in this thread. After every entry into it, what it said is copied
 * out; what concerns the network is done at once, in order, and what concerns
 * the application waits in a queue, so that no application code ever runs
 * while the core does.
 */
export class WasmPort implements Port {
  readonly #core: Core;
  readonly #sink: Sink;
  readonly #sockets: Sockets;
  readonly #timers: Timers;
  readonly #fetches: Fetches;
  readonly #calls = new Map<number, PendingCall>();
  #queue: Task[] = [];
  #dispatching = false;
  #lastCall = 0;
  #fatal: Error | undefined;

  constructor(core: Core, sink: Sink) {
    this.#core = core;
    this.#sink = sink;
    const { exports } = core;
    this.#sockets = new Sockets({
      opened: (id) => this.#enter(() => exports.im_opened(id)),
      frame: (id, data) => this.#frame(id, data),
      closed: (id, code, reason) => this.#enter(() => exports.im_closed(id, code, this.#write(reason))),
    });
    this.#timers = new Timers((id) => this.#enter(() => exports.im_timer(id)));
    this.#fetches = new Fetches((id, status, text) =>
      this.#enter(() => exports.im_fetched(id, status, this.#write(text))),
    );
    core.onExit = (error) => this.#die(error);
  }

  /** Why the core is dead, if it is. */
  get fatal(): Error | undefined {
    return this.#fatal;
  }

  nextCall(): number {
    return this.#allot();
  }

  call<T = void>(
    operation: Operation,
    params: object,
    settle: (result: any) => T = () => undefined as T,
    call = this.#allot(),
  ): Promise<T> {
    let plain: object;
    try {
      plain = plainParams(params);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#pending(call, settle, () =>
      this.#withArgument(plain, () => this.#core.exports.im_call(call, Operation[operation])),
    );
  }

  send<T>(conversation: Handle, message: OutgoingMessage, settle: (sent: Sent) => T): Promise<T> {
    // What throws inside of an entry ends the core: nothing of the application's may.
    let mentions: string;
    let capacity: number;
    try {
      checkOutgoing(message);
      mentions = encodeMentions(message.mentionList);
      capacity = outgoingCapacity(message, mentions);
    } catch (error) {
      return Promise.reject(error);
    }
    const call = this.#allot();
    return this.#pending(call, settle, () => {
      const { exports } = this.#core;
      const offset = exports.im_input(capacity) >>> 0;
      const length = writeOutgoing(exports.mem.buffer, offset, capacity, message, mentions);
      return exports.im_send(call, conversation, length);
    });
  }

  commit(conversation: Handle, seq: number, dispatch: () => void): void {
    this.#first([...this.#exchange(() => this.#core.exports.im_commit(conversation, seq)), dispatch]);
  }

  drop(conversation: Handle, seq: number): void {
    this.#enter(() => this.#core.exports.im_drop(conversation, seq));
  }

  release(conversation: Handle): void {
    this.#enter(() => this.#core.exports.im_release(conversation));
  }

  #allot(): number {
    this.#lastCall = (this.#lastCall % 0xffffffff) + 1;
    return this.#lastCall;
  }

  #pending<T>(call: number, settle: (result: any) => T, enter: () => number): Promise<T> {
    if (this.#fatal) return Promise.reject(this.#fatal);
    return new Promise<T>((resolve, reject) => {
      this.#calls.set(call, { resolve, reject, settle });
      this.#enter(enter);
    });
  }

  #frame(id: number, data: ArrayBuffer | string): void {
    this.#enter(() =>
      typeof data === 'string'
        ? this.#core.exports.im_frame(id, this.#write(data), 1)
        : this.#core.exports.im_frame(id, this.#writeBytes(new Uint8Array(data)), 0),
    );
  }

  #write(text: string): number {
    return this.#writeBytes(utf8.encode(text));
  }

  #writeBytes(bytes: Uint8Array): number {
    const { exports } = this.#core;
    const offset = exports.im_input(bytes.length) >>> 0;
    new Uint8Array(exports.mem.buffer, offset, bytes.length).set(bytes);
    return bytes.length;
  }

  /** Enters the core and lets the application have what came of it. */
  #enter(entry: () => number): void {
    const tasks = this.#exchange(entry);
    if (!tasks.length) return;
    this.#queue.push(...tasks);
    this.#dispatch();
  }

  /** The same, before what waits already: it belongs to what is being done. */
  #first(tasks: Task[]): void {
    this.#queue.unshift(...tasks);
    this.#dispatch();
  }

  /** Enters the core, does what concerns the network, gives what concerns the application. */
  #exchange(entry: () => number): Task[] {
    if (this.#fatal) return [];
    let records: Record[];
    try {
      const { exports } = this.#core;
      const length = entry() >>> 0;
      if (length === 0) return [];
      // The memory's buffer is another one once the memory grew: it is asked for last.
      const offset = exports.im_output() >>> 0;
      records = decodeRecords(exports.mem.buffer, offset, length);
      exports.im_drained();
    } catch (error) {
      this.#die(new Error('The WebAssembly core failed', { cause: error }));
      return [];
    }
    return records.filter((record) => !this.#act(record));
  }

  /** Does what needs no application code. Returns whether that was all. */
  #act(record: Record): boolean {
    switch (record.kind) {
      case Kind.SEND:
        this.#sockets.send(record.id, record.bytes);
        return true;
      case Kind.SEND_TEXT:
        this.#sockets.send(record.id, record.text);
        return true;
      case Kind.DIAL:
        this.#sockets.dial(record.id, record.json.url as string, record.json.protocol as string);
        return true;
      case Kind.HANGUP:
        this.#sockets.hangup(record.id, record.json.code as number, record.json.reason as string);
        return true;
      case Kind.TIMER:
        this.#timers.set(record.id, record.delay);
        return true;
      case Kind.STOP_TIMER:
        this.#timers.stop(record.id);
        return true;
      case Kind.FETCH:
        void this.#fetches.start(record.id, record.json as FetchRequest);
        return true;
      case Kind.STOP_FETCH:
        this.#fetches.stop(record.id);
        return true;
      case Kind.LOG:
        log(record.id, record.text);
        return true;
      case Kind.FATAL:
        this.#die(failure(record.text));
        return true;
      default:
        return false;
    }
  }

  #dispatch(): void {
    if (this.#dispatching) return;
    this.#dispatching = true;
    try {
      for (let task = this.#queue.shift(); task; task = this.#queue.shift()) {
        try {
          if (typeof task === 'function') task();
          else if (this.#describe(task)) this.#deliver(task);
        } catch (error) {
          // What mentions the conversation next asks for it anew.
          if (typeof task === 'function' || task.kind !== Kind.CONVERSATION) report(error);
        }
      }
    } finally {
      this.#dispatching = false;
    }
  }

  /**
   * A conversation's object may have been collected while a record that
   * mentions it was on its way: the core then describes it anew first. A
   * plugin that sees new conversations may throw: then the call that asked for
   * one rejects, and anything else goes on without the object. Returns whether
   * the record is still to be delivered.
   */
  #describe(record: Record): boolean {
    for (const handle of mentioned(record)) {
      if (this.#sink.knows(handle)) continue;
      for (const task of this.#exchange(() => this.#core.exports.im_describe(handle))) {
        if (typeof task === 'function') continue;
        try {
          this.#deliver(task);
        } catch (error) {
          const call = record.kind === Kind.RESULT ? this.#take(record.id) : undefined;
          call?.reject(error);
          if (call) return false;
          report(error);
        }
      }
    }
    return true;
  }

  #deliver(record: Record): void {
    switch (record.kind) {
      case Kind.RESULT:
        this.#settle(record.id, record.json);
        break;
      case Kind.SENT:
        this.#settle(record.id, { id: record.message, timestamp: record.timestamp } satisfies Sent);
        break;
      case Kind.ERROR: {
        const payload = record.json as ErrorPayload;
        this.#take(record.id)?.reject(record.thrown ?? createError(payload));
        break;
      }
      case Kind.EVENT:
        this.#sink.event(record.id, record.json[0] as string, record.json[1]);
        break;
      case Kind.MESSAGE:
        this.#sink.message(record.id, record.message);
        break;
      case Kind.CONVERSATION:
        this.#sink.conversation(record.id, record.json);
        break;
      case Kind.ASK:
        void this.#answer(record.id, record.json);
        break;
    }
  }

  #settle(id: number, result: unknown): void {
    const call = this.#take(id);
    if (!call) return;
    try {
      call.resolve(call.settle(result));
    } catch (error) {
      call.reject(error);
    }
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  async #answer(ask: number, question: Question): Promise<void> {
    const { exports } = this.#core;
    let answer: unknown;
    try {
      answer = await this.#sink.ask(question);
    } catch (error) {
      const text = utf8.encode(textOf(error));
      const tasks = this.#exchange(() => exports.im_answer(ask, 0, this.#writeBytes(text)));
      // The call that fails by it fails at once, and rejects with the very object.
      for (const task of tasks) if (typeof task !== 'function') asThrown(task, error);
      this.#queue.push(...tasks);
      this.#dispatch();
      return;
    }
    this.#enter(() => this.#withArgument(answer, () => exports.im_answer(ask, 1, 0)));
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

  /** The core is dead: nothing enters it any more, and nothing waits for it. */
  #die(error: Error): void {
    if (this.#fatal) return;
    this.#fatal = error;
    this.#sockets.clear();
    this.#timers.clear();
    this.#fetches.clear();
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    // In its turn: a listener may be running.
    this.#queue.push(() => {
      for (const call of calls) call.reject(error);
      this.#sink.fatal(error);
    });
    this.#dispatch();
  }
}

/** The conversations that a record mentions. */
function mentioned(record: Record): Handle[] {
  if (record.kind === Kind.MESSAGE) return [record.id];
  if (record.kind === Kind.EVENT) {
    const payload = record.json[1] as { conversation?: Handle; conversations?: { conversation: Handle }[] } | null;
    if (payload?.conversation) return [payload.conversation];
    return payload?.conversations?.map((each) => each.conversation) ?? [];
  }
  if (record.kind === Kind.RESULT) {
    const result = record.json as { conversation?: Handle; conversations?: Handle[] } | null;
    if (result?.conversation) return [result.conversation];
    return result?.conversations?.filter(Boolean) ?? [];
  }
  return [];
}

/** A crash as an Error whose stack is the core's. */
function failure(text: string): Error {
  const [first = 'unknown'] = text.split('\n');
  const error = new Error(`The WebAssembly core failed: ${first}`);
  error.stack = `${error.message}\n${text}`;
  return error;
}
