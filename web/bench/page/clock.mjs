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

/**
 * Microseconds of processor time that this page's thread has had, as the runner
 * reads them from the system; by the clock on the wall where it cannot.
 */
async function cpu() {
  const response = await fetch('/cpu', { method: 'POST' });
  const text = response.ok ? await response.text() : '';
  return text === '' ? performance.now() * 1000 : Number(text);
}

/** Microseconds of this thread's processor time for work(), without what asking for it costs. */
export async function spent(work) {
  let asking = Infinity;
  for (let n = 0; n < 8; n += 1) {
    const before = await cpu();
    asking = Math.min(asking, (await cpu()) - before);
  }
  const begun = await cpu();
  await work();
  return (await cpu()) - begun - asking;
}
