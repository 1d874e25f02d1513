import type { OutgoingMessage } from '../port';

/** A message as it is stored: plain data, which IndexedDB and structuredClone take. */
export interface OutboxRecord {
  /** The app and the client that it is from. */
  scope: string;
  /** The message's own id, by which the server knows a repetition; unique. */
  dt: string;
  /** The conversation's id. */
  conversation: string;
  /** What is sent. */
  message: OutgoingMessage;
  /** Messages of a conversation are sent in ascending order of it. */
  order: number;
  /** When it was put there, in milliseconds. */
  createdAt: number;
  /** How often sending it was begun, as far as was noted. */
  attempts: number;
  /** Why it was given up, if it was. */
  error?: { name: string; message: string; code?: number };
}

/** What one client has in a store, as long as it is logged in. */
export interface OutboxBox {
  /** Whether what is put there survives a reload. */
  readonly durable: boolean;
  /** Puts a record, in the place of one with its dt; resolves when it is safe there. */
  put(record: OutboxRecord): Promise<void>;
  /** Removes the record, if it is there. */
  remove(dt: string): Promise<void>;
  /** The client is logged out: what is stored stays for the next login. */
  close(): void;
}

/** Where an outbox keeps its messages. */
export interface OutboxStore {
  /**
   * Opens the box of a client. `found` is called with the records that are there
   * already, before it resolves, and later with what another page has left behind.
   * No record may be given to two boxes that are open at the same time.
   */
  open(scope: string, found: (records: OutboxRecord[]) => void): Promise<OutboxBox>;
}

/** Keeps messages as long as the Realtime lives. */
export class MemoryStore implements OutboxStore {
  readonly #scopes = new Map<string, Map<string, OutboxRecord>>();

  async open(scope: string, found: (records: OutboxRecord[]) => void): Promise<OutboxBox> {
    const records = this.#scopes.get(scope) ?? new Map<string, OutboxRecord>();
    this.#scopes.set(scope, records);
    if (records.size) found([...records.values()]);
    return {
      durable: false,
      put: async (record) => {
        records.set(record.dt, record);
      },
      remove: async (dt) => {
        records.delete(dt);
      },
      close: () => {},
    };
  }
}
