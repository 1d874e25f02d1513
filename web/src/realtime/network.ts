/** Calls back when the page's network goes and comes. Gives what to call to stop that. */
export function watchNetwork(onOffline: () => void, onOnline: () => void): () => void {
  if (typeof addEventListener !== 'function') return () => {};
  addEventListener('offline', onOffline);
  addEventListener('online', onOnline);
  return () => {
    removeEventListener('offline', onOffline);
    removeEventListener('online', onOnline);
  };
}
