import type { Port } from '../port';

/** What ends the waiting for a call: the last argument of every asynchronous method. */
export interface Abortable {
  /**
   * Aborting it rejects the call with its reason, and a call that is aborted
   * before it is made does nothing at all. The server may have been asked by
   * then: as after a time-out, what was asked for may still happen.
   */
  signal?: AbortSignal | undefined;
}

/** The signal among what a caller gave last. Throws a TypeError when it is something else. */
function signalOf(options: Abortable | null | undefined): AbortSignal | undefined {
  const signal = options?.signal as Partial<AbortSignal> | null | undefined;
  if (signal === undefined || signal === null) return undefined;
  if (typeof signal.aborted !== 'boolean' || typeof signal.addEventListener !== 'function') {
    throw new TypeError('signal is not an AbortSignal');
  }
  return signal as AbortSignal;
}

/** Runs a call unless it was given up, and stops waiting for it when it is. */
export function abortable<T>(
  options: Abortable | null | undefined,
  run: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  const signal = signalOf(options);
  if (!signal) return run(undefined);
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => reject(signal.reason));
    (async () => run(signal))().then(resolve, reject).finally(forget);
  });
}

/** Starts a call of the core, which forgets it when it is given up. */
export function cancellable<T>(
  port: Port,
  signal: AbortSignal | undefined,
  start: (call: number | undefined) => Promise<T>,
): Promise<T> {
  if (!signal) return start(undefined);
  if (signal.aborted) return Promise.reject(signal.reason);
  const call = port.nextCall();
  const forget = onAbort(signal, () => port.abort(call, signal.reason));
  return start(call).finally(forget);
}

/** Runs `react` once when the signal is aborted; what it returns lets go of the signal. */
export function onAbort(signal: AbortSignal | undefined, react: () => void): () => void {
  signal?.addEventListener('abort', react, { once: true });
  return () => signal?.removeEventListener('abort', react);
}
