import type { NetworkEntry } from './entry';
import { Fetches, type FetchRequest } from './fetches';
import { Kind, type Record } from './records';
import { Sockets } from './sockets';
import { Timers } from './timers';

/** The sockets, timers and requests of a core, in this thread. */
export class Network {
  readonly #sockets: Sockets;
  readonly #timers: Timers;
  readonly #fetches: Fetches;

  /** `tell` hears what happens to them, and `hear` the frames where it is given; never while act runs. */
  constructor(
    tell: (entry: NetworkEntry) => void,
    hear = (id: number, data: ArrayBuffer | string): void => tell(['frame', id, data]),
  ) {
    this.#sockets = new Sockets({
      opened: (id) => tell(['opened', id]),
      frame: hear,
      closed: (id, code, reason) => tell(['closed', id, code, reason]),
    });
    this.#timers = new Timers((id) => tell(['timer', id]));
    this.#fetches = new Fetches((id, status, text) => tell(['fetched', id, status, text]));
  }

  /** Does what a record asks of the network. Returns whether it asked anything. */
  act(record: Record): boolean {
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
      default:
        return false;
    }
  }

  /** Sends a copy of a frame. Gives false where the socket is none of this network's. */
  send(socket: number, frame: Uint8Array): boolean {
    return this.#sockets.sendCopy(socket, frame);
  }

  /** Resolves when the sockets that were hung up are closed: what was sent on them is on its way. */
  closed(): Promise<void> {
    return this.#sockets.settled();
  }

  /** Ends everything, and tells nobody. */
  clear(): void {
    this.#sockets.clear();
    this.#timers.clear();
    this.#fetches.clear();
  }
}
