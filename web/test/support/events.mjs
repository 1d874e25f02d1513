// Waiting for what a client emits, with a deadline and in order.

/** Resolves with the arguments of the next `event`; rejects after the deadline. */
export function next(emitter, event, { where = () => true, ms = 15_000 } = {}) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      emitter.off(event, listener);
      reject(new Error(`no ${event} within ${ms} ms`));
    }, ms);
    const listener = (...args) => {
      if (!where(...args)) return;
      clearTimeout(timer);
      emitter.off(event, listener);
      resolve(args);
    };
    emitter.on(event, listener);
  });
}

/** Collects every `event` from now on; `until(n)` resolves with the first n. */
export function collect(emitter, event) {
  const seen = [];
  const waiting = new Set();
  emitter.on(event, (...args) => {
    seen.push(args);
    for (const check of waiting) check();
  });
  return {
    seen,
    until(n, ms = 15_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`${seen.length} of ${n} ${event} within ${ms} ms`));
        }, ms);
        const check = () => {
          if (seen.length < n) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(seen.slice(0, n));
        };
        waiting.add(check);
        check();
      });
    },
  };
}
