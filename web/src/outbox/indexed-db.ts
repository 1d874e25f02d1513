import { uuid } from '../data/uuid';
import type { OutboxBox, OutboxRecord, OutboxStore } from './store';

const NAME = 'imclient-outbox';
const MESSAGES = 'messages';

/** A record, and the page that sends it. */
interface Row extends OutboxRecord {
  owner: string;
}

/**
 * Keeps messages in the IndexedDB of the page's origin. Each page sends its own:
 * a record has an owner, who holds a Web Lock as long as the page lives, and
 * whoever gets that lock takes over what the owner left. So a reloaded page goes
 * on with its own messages, and another tab with those of one that was closed.
 * Where there are no Web Locks (a page that is no secure context), a page takes
 * over all that is there when it logs in. Two pages may send a message then,
 * which is still one, as the server knows it by its dt.
 */
export class IndexedDBStore implements OutboxStore {
  async open(scope: string, found: (records: OutboxRecord[]) => void): Promise<OutboxBox> {
    const box = new Box(await connect(), scope, found);
    await box.begin();
    return box;
  }
}

class Box implements OutboxBox {
  readonly durable = true;
  readonly #db: IDBDatabase;
  readonly #scope: string;
  readonly #found: (records: OutboxRecord[]) => void;
  readonly #owner = uuid();
  readonly #locks = (globalThis.navigator as Navigator | undefined)?.locks;
  readonly #ending = new AbortController();
  /** Owners that are waited for. */
  readonly #watched = new Set<string>();
  readonly #channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(NAME) : undefined;
  #announced = false;
  #free: (() => void) | undefined;

  constructor(db: IDBDatabase, scope: string, found: (records: OutboxRecord[]) => void) {
    this.#db = db;
    this.#scope = scope;
    this.#found = found;
  }

  async begin(): Promise<void> {
    if (this.#locks) await this.#hold(this.#locks);
    this.#channel?.addEventListener('message', ({ data }: MessageEvent) => {
      const { scope, owner } = data as Partial<Row>;
      if (scope === this.#scope && owner) this.#watch(owner);
    });
    const rows = await this.#read();
    for (const owner of new Set(rows.map((row) => row.owner))) {
      if (!this.#locks || !(await this.#takeNow(this.#locks, owner))) this.#watch(owner);
    }
  }

  async put(record: OutboxRecord): Promise<void> {
    await this.#change((messages) => messages.put({ ...record, owner: this.#owner }));
    if (this.#announced) return;
    this.#announced = true;
    // Whoever is there waits for our end from now on.
    this.#channel?.postMessage({ scope: this.#scope, owner: this.#owner });
  }

  async remove(dt: string): Promise<void> {
    await this.#change((messages) => messages.delete([this.#scope, dt]));
  }

  close(): void {
    this.#ending.abort();
    this.#channel?.close();
    this.#free?.();
    // Ends once what is under way is done.
    this.#db.close();
  }

  /** Takes this page's own lock, until close or the page's end. */
  #hold(locks: LockManager): Promise<void> {
    return new Promise((resolve, reject) => {
      locks
        .request(lockOf(this.#owner), () => {
          resolve();
          return new Promise<void>((free) => (this.#free = free));
        })
        .catch(reject);
    });
  }

  /** Takes over what an owner left, if that is gone already. */
  async #takeNow(locks: LockManager, owner: string): Promise<boolean> {
    let free = false;
    await locks.request(lockOf(owner), { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      free = true;
      await this.#take(owner);
    });
    return free;
  }

  #watch(owner: string): void {
    if (owner === this.#owner || this.#watched.has(owner)) return;
    this.#watched.add(owner);
    const { signal } = this.#ending;
    const taken = this.#locks
      ? this.#locks.request(lockOf(owner), { signal }, () => this.#take(owner))
      : this.#take(owner);
    // It rejects when this page is through first.
    taken.catch(() => undefined).finally(() => this.#watched.delete(owner));
  }

  async #take(owner: string): Promise<void> {
    const left: Row[] = [];
    await this.#change((messages) => {
      const asked = messages.index('scope').getAll(this.#scope);
      asked.onsuccess = () => {
        for (const row of asked.result as Row[]) {
          if (row.owner !== owner) continue;
          row.owner = this.#owner;
          messages.put(row);
          left.push(row);
        }
      };
    });
    if (left.length && !this.#ending.signal.aborted) this.#found(left);
  }

  #read(): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      const asked = this.#db.transaction(MESSAGES).objectStore(MESSAGES).index('scope').getAll(this.#scope);
      asked.onsuccess = () => resolve(asked.result as Row[]);
      asked.onerror = () => reject(failure(asked.error));
    });
  }

  #change(act: (messages: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.#db.transaction(MESSAGES, 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(failure(transaction.error));
      transaction.onerror = () => reject(failure(transaction.error));
      act(transaction.objectStore(MESSAGES));
    });
  }
}

const lockOf = (owner: string): string => `${NAME}-${owner}`;

const failure = (error: DOMException | null): Error => error ?? new Error('IndexedDB failed');

function connect(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(MESSAGES, { keyPath: ['scope', 'dt'] }).createIndex('scope', 'scope');
    };
    asked.onsuccess = () => {
      const db = asked.result;
      // Another tab has a newer copy of the package.
      db.onversionchange = () => db.close();
      resolve(db);
    };
    asked.onerror = () => reject(failure(asked.error));
    asked.onblocked = () => reject(new Error('IndexedDB is held by an older copy of the package'));
  });
}
