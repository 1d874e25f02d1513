import { log } from '../debug';
import type { Handle, Sink } from '../port';
import { Dispatcher } from './dispatcher';
import { Engine } from './engine';
import type { Entry } from './entry';
import type { Core } from './instance';
import { decodeRecord, isOwn, Kind, recordSize, type Record, type Views } from './records';

const NOTHING: Record[] = [];

/** The core in this thread. */
export class WasmPort extends Dispatcher {
  readonly #engine: Engine<Record[]>;

  constructor(core: Core, sink: Sink) {
    super(sink);
    this.#engine = new Engine(core, {
      read,
      said: (records) => this.take(records),
      message: (conversation, message) => this.takeMessage(conversation, message),
      other: (record) => {
        if (record.kind === Kind.LOG) log(record.id, record.text);
      },
      died: (error) => this.fail(error),
    });
  }

  protected enter(entry: Entry, then?: (records: Record[]) => void): void {
    const records = this.#engine.enter(entry) ?? [];
    if (then) then(records);
    else this.take(records);
  }

  override accept(conversation: Handle, seq: number): boolean {
    return this.delivering && this.#engine.accept(conversation, seq);
  }

  protected override enterNow(entry: Entry): Record[] {
    return this.#engine.enter(entry) ?? NOTHING;
  }

  protected abandon(): void {}
}

function read({ view, bytes }: Views, from: number, end: number): { own: Record[]; said: Record[] } {
  const own: Record[] = [];
  const said: Record[] = [];
  for (let at = from; at < end; ) {
    const size = recordSize(view, at, end);
    const record = decodeRecord(view, bytes, at);
    if (record) (isOwn(record.kind) ? own : said).push(record);
    at += size;
  }
  return { own, said };
}
