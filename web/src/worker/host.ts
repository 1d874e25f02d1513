import { redirectLog } from '../debug';
import { textOf } from '../wasm/thrown';
import { Engine } from '../wasm/engine';
import { loadCore } from '../wasm/loader';
import { encodeLog } from '../wasm/records';
import { Extractor } from './extract';
import { holdLock } from './liveness';
import { open, type FromWorker, type Start, type ToWorker } from './protocol';

/** What of a Worker's global scope is needed. */
export interface WorkerScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(name: 'message', listener: (event: { data: unknown }) => void): void;
}

/** How long the end waits for sockets to be closed, in milliseconds. */
const FAREWELL = 3000;

/** Runs a core for the page that this Worker belongs to. */
export function serve(scope: WorkerScope): void {
  let engine: Engine<ArrayBuffer> | undefined;
  let extractor: Extractor;
  let count = 0;

  const post = (message: FromWorker, transfer: Transferable[] = []): void => {
    scope.postMessage({ imclient: message }, transfer);
  };
  const say = (records: ArrayBuffer, to: number): void => {
    if (!records.byteLength && !to) return;
    count += 1;
    post(['said', records, count, to], [records]);
  };
  const fail = (error: unknown): void => {
    post(['failed', textOf(error), String((error as Error | undefined)?.stack ?? '')]);
  };

  async function start({ wasm, relay }: Start): Promise<void> {
    extractor = new Extractor(relay);
    redirectLog((level, text) => say(encodeLog(level, text), 0));
    engine = new Engine<ArrayBuffer>(await loadCore(wasm), {
      read: (...memory) => extractor.read(...memory),
      said: (records) => say(records, 0),
      other: () => {},
      died: fail,
    });
    post(['ready']);
  }

  const hear = (message: ToWorker): void => {
    switch (message[0]) {
      case 'start':
        start(message[1]).catch(fail);
        return;
      case 'enter': {
        const [, number, entry] = message;
        if (entry[0] === 'closed' || entry[0] === 'fetched') extractor.over(entry[1]);
        say(engine?.enter(entry) ?? new ArrayBuffer(0), number);
        return;
      }
      case 'release':
        if (message[2] !== count) post(['refused', message[1]]);
        else engine?.tell(['release', message[1]]);
        return;
      case 'relay':
        if (extractor) extractor.relay = message[1];
        return;
      case 'ping':
        post(['pong']);
        return;
      case 'end':
        void Promise.race([engine?.network.closed(), new Promise((resolve) => setTimeout(resolve, FAREWELL))]).then(() =>
          post(['ended']),
        );
    }
  };

  scope.addEventListener('message', ({ data }) => {
    const message = open<ToWorker>(data);
    if (message) hear(message);
  });
  void holdLock().then((lock) => post(['hello', __BUILD__, lock]));
}
