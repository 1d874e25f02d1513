import { log } from '../debug';
import type { Sink } from '../port';
import { Dispatcher } from './dispatcher';
import { Engine } from './engine';
import type { Entry } from './entry';
import type { Core } from './instance';
import { decodeRecords, isOwn, Kind, type Record } from './records';

/** The core in this thread. */
export class WasmPort extends Dispatcher {
  readonly #engine: Engine<Record[]>;

  constructor(core: Core, sink: Sink) {
    super(sink);
    this.#engine = new Engine(core, {
      read,
      said: (records) => this.take(records),
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

  protected abandon(): void {}
}

function read(memory: ArrayBuffer, offset: number, length: number): { own: Record[]; said: Record[] } {
  const own: Record[] = [];
  const said: Record[] = [];
  for (const record of decodeRecords(memory, offset, length)) (isOwn(record.kind) ? own : said).push(record);
  return { own, said };
}
