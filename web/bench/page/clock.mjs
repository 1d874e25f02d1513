/** The p-th share (0 to 1) of numbers, sorted here. */
export function percentile(numbers, p) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))];
}

/** Lets everything that waits run: a turn of the event loop. */
export function turn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/** Collects garbage, if Chromium was started to allow it. */
export async function collect() {
  for (let n = 0; n < 4; n += 1) {
    globalThis.gc?.();
    await turn();
  }
}

/** A promise with its ends. */
export function deferred() {
  let resolve;
  const promise = new Promise((r) => (resolve = r));
  return { promise, resolve };
}
