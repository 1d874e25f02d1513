import type { Plugin } from '../plugins/plugin';
import type { WasmSource } from '../wasm/loader';

/** Where an app's servers are: one address for both, or one for each. With their scheme. */
export type Server = string | { RTMRouter: string; api: string };

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
  /** Without effect: the server says whether its addresses are ws: or wss: ones. */
  ssl?: boolean;
  /** Without effect; for programs that still set it. */
  region?: string;
  plugins?: Plugin | Plugin[];
  /** Where imclient.wasm is; beside the package's own file by default. */
  wasmURL?: string | URL;
  /** imclient.wasm, compiled already. */
  wasmModule?: WebAssembly.Module;
}

/** Apps of LeanCloud's international region have ids that end so; their servers are found by the app's id. */
const INTERNATIONAL = /-MdYXbMMI$/;

/** Throws a TypeError, as the constructor's first act, for options that cannot be. */
export function checkAppId({ appId }: RealtimeOptions): void {
  if (typeof appId !== 'string') throw new TypeError(`appId [${String(appId)}] is not a string`);
}

/** Throws a TypeError for the rest of the options. */
export function checkOptions({ appId, appKey, server }: RealtimeOptions): void {
  if (typeof appKey !== 'string') throw new TypeError(`appKey [${String(appKey)}] is not a string`);
  if (!INTERNATIONAL.test(appId) && !server) {
    throw new TypeError('server option is required for apps from CN region');
  }
}

/** Where the core comes from. */
export function wasmSource({ wasmModule, wasmURL }: RealtimeOptions): WasmSource | undefined {
  return wasmModule ?? wasmURL;
}
