/**
 * imclient.worker.js: what runs in the Worker of a Realtime with the option
 * `worker`. One file without imports, which works as a classic script and as a
 * module.
 * @module
 */
import { configureAdapters } from './adapters';
import { serve, type WorkerScope } from './worker/host';

if (typeof WebSocket === 'function') configureAdapters({ WebSocket });
serve(globalThis as unknown as WorkerScope);
