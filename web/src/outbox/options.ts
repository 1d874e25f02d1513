import { checkObject, show } from '../data/check';
import { IndexedDBStore } from './indexed-db';
import { MemoryStore, type OutboxStore } from './store';

/** How messages wait for their time to be sent. */
export interface OutboxOptions {
  /**
   * Where they wait: `memory` (the default), as long as the Realtime lives;
   * `indexeddb`, over reloads and crashes of the page; or a store of your own.
   */
  store?: 'memory' | 'indexeddb' | OutboxStore;
  /** How many messages of one client may be in it, those that failed included: 1,000. */
  maxMessages?: number;
  /** How many bytes their contents may have together: 16,777,216. */
  maxBytes?: number;
  /** How long a message may wait, in milliseconds: 7 days. Then it has failed. */
  maxAge?: number;
}

/** The same, all of it said. @internal */
export interface OutboxSettings {
  store: OutboxStore;
  maxMessages: number;
  maxBytes: number;
  maxAge: number;
}

const MESSAGES = 1000;
const BYTES = 16 << 20;
const AGE = 7 * 24 * 60 * 60 * 1000;

/** What the option says; undefined when there is to be no outbox. Throws a TypeError for what it cannot be. */
export function outboxSettings(option: boolean | OutboxOptions | undefined): OutboxSettings | undefined {
  if (option === undefined || option === false) return undefined;
  const options = option === true ? {} : option;
  checkObject('outbox', options);
  const { store = 'memory', maxMessages = MESSAGES, maxBytes = BYTES, maxAge = AGE } = options;
  for (const [name, value] of Object.entries({ maxMessages, maxBytes, maxAge })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new TypeError(`outbox.${name} ${show(value)} is not a whole number from 1`);
    }
  }
  return { store: storeOf(store), maxMessages, maxBytes, maxAge };
}

function storeOf(store: unknown): OutboxStore {
  if (store === 'memory') return new MemoryStore();
  if (store === 'indexeddb') {
    if (typeof indexedDB === 'undefined') throw new TypeError('outbox.store [indexeddb] is for pages: there is none here');
    return new IndexedDBStore();
  }
  if (typeof (store as OutboxStore | null)?.open === 'function') return store as OutboxStore;
  throw new TypeError(`outbox.store ${show(store)} is not memory, indexeddb or an OutboxStore`);
}
