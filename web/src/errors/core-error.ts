/**
 * The WebAssembly core is dead, or the Worker that it ran in. Whatever waited
 * for it rejects with this, the Realtime and its clients emit it as `error`, and
 * go on in a fresh core unless it is final.
 */
export class CoreError extends Error {
  /** Whether it was once too often (the option `restarts`): the clients are over. Logging in anew starts a new core. */
  readonly final: boolean;

  /** @internal */
  constructor(message: string, options?: { cause?: unknown; final?: boolean }) {
    super(message);
    this.name = 'CoreError';
    this.final = options?.final ?? false;
    if (options && 'cause' in options) {
      Object.defineProperty(this, 'cause', { value: options.cause, configurable: true, writable: true });
    }
  }
}
