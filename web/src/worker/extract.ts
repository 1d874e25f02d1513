import { decodeRecord, isOwn, Kind, recordSize, type Record, type Views } from '../wasm/records';
import type { Relay } from './protocol';

/** Parts what the core says into what the Worker does, and the bytes that go to the page. */
export class Extractor {
  relay: Relay;
  /** Sockets and requests that are the page's. */
  readonly #relayed = new Set<number>();

  constructor(relay: Relay) {
    this.relay = relay;
  }

  /** The records that are done here, and a buffer of the others, of its own. Throws a RangeError when they are malformed. */
  read({ view, bytes }: Views, from: number, end: number): { own: Record[]; said: ArrayBuffer } {
    const own: Record[] = [];
    const others: Uint8Array[] = [];
    let total = 0;
    for (let at = from; at < end; ) {
      const size = recordSize(view, at, end);
      if (this.#own(view.getUint32(at + 4, true), view.getUint32(at + 8, true))) {
        const record = decodeRecord(view, bytes, at);
        if (record) own.push(record);
      } else {
        others.push(bytes.subarray(at, at + size));
        total += size;
      }
      at += size;
    }
    const said = new Uint8Array(total);
    let filled = 0;
    for (const part of others) {
      said.set(part, filled);
      filled += part.length;
    }
    return { own, said: said.buffer };
  }

  /** Numbers are unique in the core, whatever they are of. */
  #own(kind: number, id: number): boolean {
    if (!isOwn(kind) || kind === Kind.LOG) return false;
    const begins = (kind === Kind.DIAL && this.relay.sockets) || (kind === Kind.FETCH && this.relay.requests);
    if (begins) this.#relayed.add(id);
    const relayed = this.#relayed.has(id);
    if (relayed && (kind === Kind.HANGUP || kind === Kind.STOP_FETCH)) this.#relayed.delete(id);
    return !relayed;
  }

  /** The page says that its socket or request is over. */
  over(id: number): void {
    this.#relayed.delete(id);
  }
}
