import { checkObject, show } from '../data/check';
import type { OutboxOptions } from '../outbox/options';
import type { Plugin } from '../plugins/plugin';
import type { WasmSource } from '../wasm/loader';
import { checkWorker, type WorkerSource } from '../worker/start';
import { checkRestarts, type Restarts } from './restarts';

/** Where an app's servers are: one address for both, or one for each. With their scheme. */
export type Server = string | { RTMRouter: string; api: string };

/**
 * How long things may take, in milliseconds; whole numbers from 1 to a day. What
 * is left out has its default.
 */
export interface Timeouts {
  /** A command waits so long for its answer: 20,000. */
  command?: number;
  /** One server may take so long to accept a connection: 10,000. */
  connect?: number;
  /** An HTTP request waits so long for its answer: 20,000. */
  request?: number;
  /**
   * The server may be silent so long before it is asked for a sign of life:
   * 30,000. While an answer is awaited `probe` is enough. Each sign that has to be
   * asked for costs a phone a little of its battery.
   */
  probeAfter?: number;
  /** That sign may take so long; then the connection is dead and made anew: 5,000. */
  probe?: number;
  /** The first attempt to reconnect waits at most so long, each further one up to twice as long: 1,000. */
  retry?: number;
  /** No attempt waits longer: 300,000. */
  maxRetry?: number;
}

/** How much a client catches up with at most, after a lost connection; `historygap` tells of the rest. */
export interface CatchUp {
  /** Messages of one conversation: 1,000. */
  messages?: number;
  /** Conversations, those first in which something happened last: 50. */
  conversations?: number;
}

/** What a Realtime is made with. */
export interface RealtimeOptions {
  appId: string;
  appKey: string;
  /** The address of the server, with its scheme. Required but for LeanCloud's international apps. */
  server?: Server;
  /** Addresses of RTM servers (ws: or wss:), which are then not asked of the router. */
  RTMServers?: string | string[];
  /** Send text frames instead of binary ones. */
  noBinary?: boolean;
  /**
   * Asks the router for wss: addresses; true by default. A hint, as in the
   * official SDK: imserver names the addresses that fit how it was asked.
   */
  ssl?: boolean;
  /** Without effect; for programs that still set it. */
  region?: string;
  plugins?: Plugin | Plugin[];
  /**
   * Whether calls that wait for an answer when the connection is lost are sent
   * again when it is back, within their time-out; true by default. With `false`
   * they reject at once. Calls that would come to something else when they are made
   * twice reject at once in any case: transient and will messages, new
   * conversations that are not unique, operations on attributes.
   */
  resend?: boolean;
  /**
   * Whether clients fetch, once they are back after a lost connection, what they
   * missed of the conversations that the program has. The messages come as
   * `message` events with `filled` set, in order, each once, before live ones of
   * their conversation, and do not raise unread counts, which have them already.
   * Off by default: programs that fetch for themselves would show them twice.
   */
  catchUp?: boolean | CatchUp;
  /** How long things may take. */
  timeouts?: Timeouts;
  /** Where imclient.wasm is; beside the package's own file by default. */
  wasmURL?: string | URL;
  /** imclient.wasm, compiled already. */
  wasmModule?: WebAssembly.Module;
  /**
   * Runs the core, with its sockets, timers and requests, in a Worker: the
   * page's thread then does no protocol work, and no work of the page delays
   * the connection. Everything else is the same, but that what pause, resume
   * and the like emit comes a moment after the call. In pages only: elsewhere a
   * TypeError.
   *
   * `true` takes `imclient.worker.js` from beside the package (Vite and
   * webpack 5 carry it along by themselves). A string or URL is the address of
   * a copy of it, which must be of the page's own origin. A function makes the
   * Worker itself. Realtimes with the same value share one Worker; it ends when
   * the last of them is closed.
   */
  worker?: WorkerSource;
  /**
   * Has messages wait that cannot be sent now, and sends each exactly once and
   * in order when they can (IMClient#outbox): `true`, or how they wait. By
   * default `send` rejects while there is no connection.
   */
  outbox?: boolean | OutboxOptions;
  /**
   * How often a core that dies, by a defect or for want of memory, is replaced
   * by a fresh one that goes on with the same clients; beyond that the clients
   * are over.
   */
  restarts?: Restarts;
}

/** Apps of LeanCloud's international region have ids that end so; their servers are found by the app's id. */
const INTERNATIONAL = /-MdYXbMMI$/;

/** Throws a TypeError, as the constructor's first act, for options that cannot be. */
export function checkAppId({ appId }: RealtimeOptions): void {
  if (typeof appId !== 'string') throw new TypeError(`appId [${String(appId)}] is not a string`);
}

/** Throws a TypeError for the rest of the options. */
export function checkOptions({ appId, appKey, server, worker, timeouts, catchUp, restarts }: RealtimeOptions): void {
  if (typeof appKey !== 'string') throw new TypeError(`appKey [${String(appKey)}] is not a string`);
  if (!INTERNATIONAL.test(appId) && !server) {
    throw new TypeError('server option is required for apps from CN region');
  }
  checkWorker(worker);
  coreTimeouts(timeouts);
  coreCatchUp(catchUp);
  checkRestarts(restarts);
}

/** The option catchUp as the core takes it. Throws a TypeError for others. */
export function coreCatchUp(catchUp: boolean | CatchUp | undefined): Record<string, unknown> {
  if (typeof catchUp !== 'object') return { catchUp: Boolean(catchUp) };
  checkObject('catchUp', catchUp);
  const { messages, conversations } = catchUp;
  for (const [name, value] of Object.entries({ messages, conversations })) {
    if (value === undefined || (Number.isInteger(value) && value > 0 && value < 2 ** 31)) continue;
    throw new TypeError(`catchUp.${name} ${show(value)} is not a positive whole number`);
  }
  return { catchUp: true, catchUpMessages: messages, catchUpConversations: conversations };
}

const DAY = 24 * 60 * 60 * 1000;

/** The times as the core takes them. Throws a TypeError for others. */
export function coreTimeouts(timeouts: Timeouts = {}): Record<string, number | undefined> {
  checkObject('timeouts', timeouts);
  const { command, connect, request, probeAfter, probe, retry, maxRetry } = timeouts;
  for (const [name, value] of Object.entries({ command, connect, request, probeAfter, probe, retry, maxRetry })) {
    if (value === undefined) continue;
    if (!Number.isInteger(value) || value < 1 || value > DAY) {
      throw new TypeError(`timeouts.${name} ${show(value)} is not a whole number of milliseconds from 1 to a day`);
    }
  }
  return {
    commandTimeout: command,
    connectTimeout: connect,
    requestTimeout: request,
    probeAfter,
    probeTimeout: probe,
    retryDelay: retry,
    maxRetryDelay: maxRetry,
  };
}

/** Where the core comes from. */
export function wasmSource({ wasmModule, wasmURL }: RealtimeOptions): WasmSource | undefined {
  return wasmModule ?? wasmURL;
}
