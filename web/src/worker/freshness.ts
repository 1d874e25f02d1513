import { Kind, type Record } from '../wasm/records';

interface Unread {
  conversations: { conversation: number }[];
}

/**
 * Keeps what is older from taking the place of what is newer. What comes of an
 * entry that the queue waits for is delivered before what waits in it, though
 * the core may have said that before.
 */
export class Freshness {
  readonly #rows = new Map<number, number>();
  readonly #counts = new Map<number, number>();

  /** Whether the record still tells something. Counts that are old are taken out of it. */
  review(record: Record): boolean {
    const { order } = record;
    if (order === undefined) return true;
    if (record.kind === Kind.CONVERSATION) return newest(this.#rows, record.id, order);
    if (record.kind !== Kind.EVENT || record.json[0] !== 'unread') return true;
    const unread = record.json[1] as Unread;
    unread.conversations = unread.conversations.filter(({ conversation }) => newest(this.#counts, conversation, order));
    return unread.conversations.length > 0;
  }

  /** Nothing waits any more: what comes is newer. */
  clear(): void {
    this.#rows.clear();
    this.#counts.clear();
  }
}

function newest(orders: Map<number, number>, id: number, order: number): boolean {
  if (order < (orders.get(id) ?? 0)) return false;
  orders.set(id, order);
  return true;
}
