/**
 * The WebAssembly core is dead, or the Worker that it ran in. Whatever waited
 * for it rejects with this, the Realtime and its clients emit it as `error`, and
 * the next login starts a new core.
 */
export class CoreError extends Error {
  /** @internal */
  constructor(message: string, options?: { cause?: unknown }) {
    super(message);
    this.name = 'CoreError';
    if (options) Object.defineProperty(this, 'cause', { value: options.cause, configurable: true, writable: true });
  }
}
