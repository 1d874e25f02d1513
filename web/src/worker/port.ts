import { isReplaced, watchAdapters } from '../adapters';
import { log } from '../debug';
import { CoreError } from '../errors/core-error';
import type { Handle, Sink } from '../port';
import { Dispatcher } from '../wasm/dispatcher';
import type { Entry } from '../wasm/entry';
import { Network } from '../wasm/network';
import { decodeRecords, Kind, type Record } from '../wasm/records';
import { Freshness } from './freshness';
import { Liveness } from './liveness';
import { open, type FromWorker, type Relay, type ToWorker } from './protocol';

/** How long a Worker may take to load its script, in milliseconds. */
const LOADING = 60_000;

/** How long a Worker may take to end, in milliseconds. */
const FAREWELL = 5_000;

type Then = (records: Record[]) => void;

/**
 * The core in a Worker. Here is the application's side and, where the
 * application has adapters of its own, the network's. What the Worker says is
 * delivered one saying at a time, each in a turn of its own as when the core is
 * in this thread, so that promises which one settles go on before the next.
 */
export class WorkerPort extends Dispatcher {
  readonly #worker: Worker;
  readonly #liveness: Liveness;
  readonly #network = new Network((entry) => this.enter(entry));
  readonly #freshness = new Freshness();
  /** Who waits for what comes of an entry, by the entry's number. */
  readonly #waiting = new Map<number, Then>();
  /** What the Worker said, and who waited for it, in order. */
  readonly #inbox: [records: Record[], then: Then][] = [];
  readonly #released = new Set<Handle>();
  readonly #turn = new MessageChannel();
  #unwatch = (): void => {};
  #turning = false;
  #numbers = 0;
  /** The number of the entry that everything waits for; 0 when nothing does. */
  #awaited = 0;
  /** How many sayings of the Worker have come. */
  #seen = 0;
  #over = false;
  #onHello: (build: string, lock: string) => void = () => {};
  #onReady: () => void = () => {};
  #onFailed: ((error: Error) => void) | undefined;

  private constructor(worker: Worker, sink: Sink) {
    super(sink);
    this.#worker = worker;
    this.#liveness = new Liveness(
      () => this.#post(['ping']),
      () => this.#lost('The Worker of imclient was terminated'),
    );
    this.#turn.port1.onmessage = () => {
      this.#turning = false;
      this.#next();
    };
    worker.addEventListener('message', this.#onMessage);
    worker.addEventListener('error', this.#onError);
    worker.addEventListener('messageerror', this.#onMessageError);
  }

  /**
   * Has the Worker start a core. Rejects with a CoreError when it cannot be
   * loaded, is not of this copy of the package or cannot start the core.
   */
  static async start(worker: Worker, wasm: string | WebAssembly.Module, sink: Sink): Promise<WorkerPort> {
    const port = new WorkerPort(worker, sink);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => port.#lost('The Worker of imclient did not start: is it imclient.worker.js?'), LOADING);
      port.#onReady = () => {
        clearTimeout(timer);
        port.#onFailed = undefined;
        resolve();
      };
      port.#onFailed = (error) => {
        clearTimeout(timer);
        reject(error);
      };
      port.#onHello = (build, lock) => {
        clearTimeout(timer);
        if (build !== __BUILD__) {
          port.#lost('imclient.worker.js does not belong to this copy of the package: deploy both from the same build');
          return;
        }
        port.#liveness.watch(lock);
        port.#unwatch = watchAdapters(() => port.#post(['relay', relay()]));
        port.#post(['start', { wasm, relay: relay() }]);
      };
    });
    return port;
  }

  protected enter(entry: Entry, then?: Then, hold = false): void {
    const number = then ? (this.#numbers += 1) : 0;
    if (then) this.#waiting.set(number, then);
    if (hold) this.#awaited = number;
    this.#post(['enter', number, entry]);
  }

  protected override fresh(record: Record): boolean {
    return this.#freshness.review(record);
  }

  protected abandon(): void {
    const awaited = this.#waiting.get(this.#awaited);
    this.#waiting.delete(this.#awaited);
    this.#stop();
    awaited?.([]);
    // What has come is still delivered.
    for (const [records, then] of this.#inbox.splice(0)) then(records);
    for (const then of [...this.#waiting.values()]) then([]);
    this.#waiting.clear();
  }

  override release(conversation: Handle): void {
    if (this.#over || this.fatal) return;
    this.#released.add(conversation);
    this.#review();
  }

  override end(): void {
    if (this.#over || this.fatal) return;
    this.#over = true;
    this.#liveness.stop();
    this.#post(['end']);
    // The Worker waits for its sockets, within limits; this is for one that does not answer.
    setTimeout(() => this.fail(ended()), FAREWELL);
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage({ imclient: message });
  }

  readonly #onMessage = ({ data }: MessageEvent): void => {
    const message = open<FromWorker>(data);
    if (message) this.#hear(message);
  };

  readonly #onError = (event: ErrorEvent): void => {
    event.preventDefault?.();
    this.#lost(`The Worker of imclient failed: ${event.message || 'its script could not be loaded'}`, event.error);
  };

  readonly #onMessageError = (): void => this.#lost('The Worker of imclient said what could not be read');

  #hear(message: FromWorker): void {
    switch (message[0]) {
      case 'hello':
        this.#onHello(message[1], message[2]);
        break;
      case 'ready':
        this.#onReady();
        break;
      case 'said':
        this.#said(message[1], message[2], message[3]);
        break;
      case 'refused':
        // An object that was made since then is released when it goes.
        if (!this.sink.knows(message[1])) this.release(message[1]);
        break;
      case 'pong':
        this.#liveness.answered();
        break;
      case 'failed':
        this.#lost(message[1], undefined, message[2]);
        break;
      case 'ended':
        this.fail(ended());
        break;
    }
  }

  #said(buffer: ArrayBuffer, count: number, to: number): void {
    if (this.fatal) return;
    this.#seen = count;
    let records: Record[];
    try {
      records = decodeRecords(buffer, 0, buffer.byteLength);
    } catch (error) {
      this.#lost('The WebAssembly core failed', error);
      return;
    }
    const then = this.#waiting.get(to) ?? ((said: Record[]) => this.take(said));
    this.#waiting.delete(to);
    records = records.filter((record) => !this.#act(record));
    for (const record of records) record.order = count;
    if (to === this.#awaited && to) {
      this.#awaited = 0;
      then(records);
    } else {
      this.#inbox.push([records, then]);
    }
    this.#next();
  }

  #act(record: Record): boolean {
    if (record.kind !== Kind.LOG) return this.#network.act(record);
    log(record.id, record.text);
    return true;
  }

  /** Takes one saying, unless something else comes first; the others have turns of their own. */
  #next(): void {
    if (this.#awaited || this.#turning) return;
    const saying = this.#inbox.shift();
    if (saying) {
      const [records, then] = saying;
      then(records);
    }
    if (this.#awaited) return;
    if (this.#inbox.length) {
      this.#turning = true;
      this.#turn.port2.postMessage(null);
      return;
    }
    this.#freshness.clear();
    this.#review();
  }

  /** Releases what is to be released, when nothing that has come can mention it. */
  #review(): void {
    if (!this.#released.size || this.#awaited || this.#turning || this.#inbox.length) return;
    for (const conversation of this.#released) {
      if (!this.sink.knows(conversation)) this.#post(['release', conversation, this.#seen]);
    }
    this.#released.clear();
  }

  #lost(message: string, cause?: unknown, stack?: string): void {
    const error = this.#over ? ended() : new CoreError(message, cause === undefined ? undefined : { cause });
    if (stack) error.stack = stack;
    const failed = this.#onFailed;
    this.#onFailed = undefined;
    if (failed) {
      this.#stop();
      failed(error);
    } else {
      this.fail(error);
    }
  }

  #stop(): void {
    this.#over = true;
    this.#awaited = 0;
    this.#unwatch();
    this.#liveness.stop();
    this.#network.clear();
    this.#turn.port1.close();
    this.#worker.removeEventListener('message', this.#onMessage);
    this.#worker.removeEventListener('error', this.#onError);
    this.#worker.removeEventListener('messageerror', this.#onMessageError);
    this.#worker.terminate();
  }
}

/** What calls reject with that are made after the end. */
const ended = (): Error => new CoreError('The Worker of imclient has ended: its Realtimes are closed');

const relay = (): Relay => ({ sockets: isReplaced('WebSocket'), requests: isReplaced('request') });
