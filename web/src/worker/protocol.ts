import type { Handle } from '../port';
import type { Entry } from '../wasm/entry';

/** Which of the network's matters the page does itself, because it has adapters of its own for them. */
export interface Relay {
  sockets: boolean;
  requests: boolean;
}

/** What the Worker needs in order to begin. */
export interface Start {
  /** The absolute address of imclient.wasm, or the compiled module. */
  wasm: string | WebAssembly.Module;
  relay: Relay;
}

/** What the page tells the Worker. */
export type ToWorker =
  | ['start', Start]
  /** Enter the core. With a number, what comes of it is told by that number, also when it is nothing. */
  | ['enter', number: number, entry: Entry]
  /** Release the conversation, unless more than `seen` sayings are on their way: one may mention it. */
  | ['release', conversation: Handle, seen: number]
  | ['relay', Relay]
  | ['ping']
  /** Nothing more will be asked: end when the sockets are closed. */
  | ['end'];

/** What the Worker tells the page. */
export type FromWorker =
  /** It runs, and holds this Web Lock as long as it does; '' where there are none. */
  | ['hello', build: string, lock: string]
  | ['ready']
  /**
   * Records of the core, which are transferred: nothing is copied. Sayings are
   * counted from 1; `to` is the number of what they come of, or 0.
   */
  | ['said', records: ArrayBuffer, count: number, to: number]
  /** The conversation was not released. */
  | ['refused', conversation: Handle]
  | ['pong']
  /** The core could not be started, or died. */
  | ['failed', message: string, stack: string]
  | ['ended'];

/** What crosses, in an envelope: a program may use the Worker for things of its own. */
export interface Envelope<Message> {
  imclient: Message;
}

/** The message in what came, if it is one of ours. */
export function open<Message>(data: unknown): Message | undefined {
  return (data as Envelope<Message> | null | undefined)?.imclient;
}
