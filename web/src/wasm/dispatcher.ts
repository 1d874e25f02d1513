import type { MaybePromise } from '../data/maybe';
import { createError } from '../errors/error';
import { report } from '../events/emitter';
import { Operation } from '../ops';
import type { ErrorPayload, Handle, IncomingMessage, OutgoingMessage, Port, Question, Sent, Sink } from '../port';
import type { Entry } from './entry';
import { plainOutgoing } from './outgoing';
import { plainParams } from './params';
import { Kind, type Record } from './records';
import { asThrown, textOf } from './thrown';

interface PendingCall {
  resolve(value: any): void;
  reject(error: unknown): void;
  settle(result: any): any;
  failed: ((error: unknown) => unknown) | undefined;
}

/** Something to do for the application, in its turn. */
type Task = Record | (() => void);

/**
 * The application's side of a port, wherever the core is: what the core says
 * waits in a queue and is delivered in order, one at a time, so that no
 * application code ever runs while the core does. The other side is `enter`.
 */
export abstract class Dispatcher implements Port {
  protected readonly sink: Sink;
  readonly #calls = new Map<number, PendingCall>();
  #queue: Task[] = [];
  #dispatching = false;
  /** How many answers of the core the queue waits for. */
  #held = 0;
  #lastCall = 0;
  #fatal: Error | undefined;

  constructor(sink: Sink) {
    this.sink = sink;
  }

  /**
   * Enters the core. `then` gets what comes of it, once: at once or later; by
   * default, it is taken. With `hold`, nothing else is taken until then.
   */
  protected abstract enter(entry: Entry, then?: (records: Record[]) => void, hold?: boolean): void;

  /** Enters the core and gives what comes of it, which is for the caller to deliver; undefined where that takes its time. */
  protected enterNow(_entry: Entry): Record[] | undefined {
    return undefined;
  }

  /** The core is dead: ends what is left of it, and gives nothing to all who wait for what comes of an entry. */
  protected abstract abandon(): void;

  /** Whether this is still to be delivered. */
  protected fresh(_record: Record): boolean {
    return true;
  }

  /** Why the core is dead, if it is. */
  get fatal(): Error | undefined {
    return this.#fatal;
  }

  nextCall(): number {
    this.#lastCall = (this.#lastCall % 0xffffffff) + 1;
    return this.#lastCall;
  }

  call<T = void>(
    operation: Operation,
    params: object,
    settle: (result: any) => T = () => undefined as T,
    call = this.nextCall(),
  ): Promise<T> {
    let plain: object;
    try {
      plain = plainParams(params);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#pending(call, settle, undefined, ['call', call, Operation[operation], plain]);
  }

  send<T>(
    conversation: Handle,
    message: OutgoingMessage,
    settle: (sent: Sent) => T,
    call = this.nextCall(),
    failed?: (error: unknown) => unknown,
  ): Promise<T> {
    // What throws inside of an entry ends the core: nothing of the application's may.
    let plain: OutgoingMessage;
    try {
      plain = plainOutgoing(message);
    } catch (error) {
      return Promise.reject((failed ? failed(error) : error) as Error);
    }
    return this.#pending(call, settle, failed, ['send', call, conversation, plain]);
  }

  abort(call: number, reason: unknown): void {
    const pending = this.#calls.get(call);
    if (!pending) return;
    reject(pending, reason);
    this.#enter(['cancel', call], (records) => {
      this.#take(records);
      // No answer comes now, unless it has come.
      if (!this.#queue.some((task) => typeof task !== 'function' && answers(task, call))) this.#calls.delete(call);
    });
  }

  commit(conversation: Handle, seq: number, dispatch: () => void): MaybePromise<void> {
    const entry: Entry = ['commit', conversation, seq];
    if (this.#dispatching) {
      // What comes of it belongs to what is being delivered: it is before what waits already.
      const records = this.#fatal ? undefined : this.enterNow(entry);
      if (records) {
        for (const record of records) this.#introduce(record);
        attempt(dispatch);
        return undefined;
      }
      this.#hold(entry, (records) => this.#queue.unshift(...records, dispatch));
      return undefined;
    }
    let done = false;
    let tell: (() => void) | undefined;
    const last = (): void => {
      try {
        dispatch();
      } finally {
        done = true;
        tell?.();
      }
    };
    this.#enter(entry, (records) => this.#take([...records, last]));
    return done ? undefined : new Promise((resolve) => (tell = resolve));
  }

  accept(_conversation: Handle, _seq: number): boolean {
    return false;
  }

  drop(conversation: Handle, seq: number): void {
    this.#enter(['drop', conversation, seq]);
  }

  release(conversation: Handle): void {
    this.#enter(['release', conversation]);
  }

  end(): void {}

  #pending<T>(
    call: number,
    settle: (result: any) => T,
    failed: ((error: unknown) => unknown) | undefined,
    entry: Entry,
  ): Promise<T> {
    return new Promise<T>((resolve, fail) => {
      const pending: PendingCall = { resolve, reject: fail, settle, failed };
      if (this.#fatal) {
        reject(pending, this.#fatal);
        return;
      }
      this.#calls.set(call, pending);
      this.#enter(entry);
    });
  }

  #enter(entry: Entry, then?: (records: Record[]) => void): void {
    if (this.#fatal) then?.([]);
    else this.enter(entry, then);
  }

  /** Enters the core in the middle of a delivery: what waits goes on when `then` has had what comes of it. */
  #hold(entry: Entry, then: (records: Record[]) => void): void {
    if (this.#fatal) {
      then([]);
      return;
    }
    this.#held += 1;
    const goOn = (records: Record[]): void => {
      this.#held -= 1;
      const outer = this.#dispatching;
      // It is still the delivery that began before the core was entered.
      this.#dispatching = true;
      try {
        then(records);
      } finally {
        this.#dispatching = outer;
      }
      this.#dispatch();
    };
    this.enter(entry, goOn, true);
  }

  /** Delivers what the core said of itself, after what waits. */
  protected take(records: Record[]): void {
    this.#take(records);
  }

  /** Delivers one received message, which is all that the core said: at once, where nothing is before it. */
  protected takeMessage(conversation: Handle, message: IncomingMessage): void {
    if (this.#dispatching || this.#held || this.#queue.length || !this.sink.knows(conversation)) {
      this.#take([{ kind: Kind.MESSAGE, id: conversation, message }]);
      return;
    }
    this.#dispatching = true;
    try {
      this.sink.message(conversation, message);
    } catch (error) {
      report(error);
    } finally {
      this.#dispatching = false;
    }
    this.#dispatch();
  }

  /** Whether what runs now runs in the middle of a delivery, and nothing is held back. */
  protected get delivering(): boolean {
    return this.#dispatching && !this.#held;
  }

  #take(tasks: Task[]): void {
    if (!tasks.length) return;
    if (tasks.length === 1 && !this.#dispatching && !this.#held && !this.#queue.length) {
      // It need not wait.
      this.#dispatching = true;
      try {
        this.#perform(tasks[0]!);
      } finally {
        this.#dispatching = false;
      }
    } else {
      this.#queue.push(...tasks);
    }
    this.#dispatch();
  }

  #dispatch(): void {
    if (this.#dispatching || !this.#queue.length) return;
    this.#dispatching = true;
    try {
      while (!this.#held) {
        const task = this.#queue.shift();
        if (!task) break;
        this.#perform(task);
      }
    } finally {
      this.#dispatching = false;
    }
  }

  #perform(task: Task): void {
    if (typeof task === 'function') attempt(task);
    else this.#introduce(task);
  }

  /**
   * Delivers a record that mentions these conversations. A conversation's object
   * may have been collected while the record was on its way: the core then
   * describes it anew first. A plugin that sees new conversations may throw: then
   * the call that asked for one rejects, and anything else goes on without the
   * object.
   */
  #introduce(record: Record): void {
    // A message names one, which is known all but always.
    if (record.kind === Kind.MESSAGE && this.sink.knows(record.id)) this.#deliver(record);
    else this.#introduceAll(record, mentioned(record));
  }

  #introduceAll(record: Record, handles: Handle[]): void {
    const unknown = handles.findIndex((handle) => !this.sink.knows(handle));
    if (unknown < 0) {
      this.#deliver(record);
      return;
    }
    const [handle] = handles.splice(0, unknown + 1).slice(-1);
    this.#hold(['describe', handle!], (described) => {
      for (const each of described) {
        try {
          this.#pass(each);
        } catch (error) {
          const call = record.kind === Kind.RESULT ? this.#taken(record.id) : undefined;
          if (call) {
            reject(call, error);
            return;
          }
          report(error);
        }
      }
      this.#introduceAll(record, handles);
    });
  }

  #deliver(record: Record): void {
    try {
      this.#pass(record);
    } catch (error) {
      // What mentions the conversation next asks for it anew.
      if (record.kind !== Kind.CONVERSATION) report(error);
    }
  }

  #pass(record: Record): void {
    if (!this.fresh(record)) return;
    switch (record.kind) {
      case Kind.RESULT:
        this.#settle(record.id, record.json);
        break;
      case Kind.SENT:
        this.#settle(record.id, { id: record.message, timestamp: record.timestamp } satisfies Sent);
        break;
      case Kind.ERROR: {
        const payload = record.json as ErrorPayload;
        const call = this.#taken(record.id);
        if (call) reject(call, record.thrown ?? createError(payload));
        break;
      }
      case Kind.EVENT:
        this.sink.event(record.id, record.json[0] as string, record.json[1]);
        break;
      case Kind.MESSAGE:
        this.sink.message(record.id, record.message);
        break;
      case Kind.CONVERSATION:
        this.sink.conversation(record.id, record.json);
        break;
      case Kind.ASK:
        void this.#answer(record.id, record.json);
        break;
    }
  }

  #settle(id: number, result: unknown): void {
    const call = this.#taken(id);
    if (!call) return;
    try {
      call.resolve(call.settle(result));
    } catch (error) {
      reject(call, error);
    }
  }

  #taken(id: number): PendingCall | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  async #answer(ask: number, question: Question): Promise<void> {
    let answer: unknown;
    try {
      answer = await this.sink.ask(question);
    } catch (error) {
      // The call that fails by it rejects with the very object.
      this.#enter(['refuse', ask, textOf(error)], (records) => {
        for (const record of records) asThrown(record, error);
        this.#take(records);
      });
      return;
    }
    this.#enter(['answer', ask, answer]);
  }

  /** The core is dead: nothing enters it any more, and nothing waits for it. */
  protected fail(error: Error): void {
    if (this.#fatal) return;
    this.#fatal = error;
    this.abandon();
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    // In its turn: a listener may be running.
    this.#take([
      () => {
        for (const call of calls) reject(call, error);
        this.sink.fatal(error);
      },
    ]);
  }
}

function reject(call: PendingCall, error: unknown): void {
  call.reject(call.failed ? call.failed(error) : error);
}

function attempt(task: () => void): void {
  try {
    task();
  } catch (error) {
    report(error);
  }
}

/** Whether a record ends a call. */
function answers({ kind, id }: Record, call: number): boolean {
  return id === call && (kind === Kind.RESULT || kind === Kind.SENT || kind === Kind.ERROR);
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
