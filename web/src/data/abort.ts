/** What calls that can be given up have among their options. */
export interface Abortable {
  /**
   * Aborting it rejects the call with its reason. The server may have been
   * asked by then, and what was asked for may still happen.
   */
  signal?: AbortSignal | undefined;
}

/** Runs a call unless it was given up, and stops waiting for it when it is. */
export function abortable<T>(signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
  if (!signal) return run();
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    run()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
