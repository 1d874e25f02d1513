import type { Handle, OutgoingMessage } from '../port';

/** A way into the core, as plain data: what each is for is in docs/bridge.md, Entries. */
export type Entry =
  | ['call', call: number, operation: number, params: object]
  | ['send', call: number, conversation: Handle, message: OutgoingMessage]
  | ['commit' | 'drop', conversation: Handle, seq: number]
  | ['cancel', call: number]
  | ['release' | 'describe', conversation: Handle]
  | ['answer', ask: number, value: unknown]
  /** There is no answer, and why. */
  | ['refuse', ask: number, why: string]
  | NetworkEntry;

/** What the network, or the clock, has to tell. */
export type NetworkEntry =
  | ['opened', socket: number]
  | ['frame', socket: number, data: ArrayBuffer | string]
  | ['closed', socket: number, code: number, reason: string]
  | ['timer', timer: number]
  | ['fetched', request: number, status: number, body: string];
