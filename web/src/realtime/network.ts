/** What a page tells of its network. */
export interface NetworkListener {
  offline(): void;
  online(): void;
  /** The network may have changed, or the page has not run for a while. */
  perhaps(): void;
}

/** Calls back when the page's network goes and comes, or may have. Gives what to call to stop that. */
export function watchNetwork({ offline, online, perhaps }: NetworkListener): () => void {
  if (typeof addEventListener !== 'function') return () => {};
  const page = typeof document === 'undefined' ? undefined : document;
  let away = false;
  const gone = (): void => {
    away = true;
    offline();
  };
  const back = (): void => {
    away = false;
    online();
    // An attempt to reconnect may be waiting for its time.
    perhaps();
  };
  // A page that was frozen may not have been told that the network is back.
  const awake = (): void => {
    if (away && navigator.onLine) back();
    else perhaps();
  };
  const shown = (): void => {
    if (page?.visibilityState === 'visible') awake();
  };
  // Shown from the back-forward cache, in which browsers may have closed its sockets.
  const restored = (event: { persisted?: boolean }): void => {
    if (event.persisted) awake();
  };
  addEventListener('offline', gone);
  addEventListener('online', back);
  addEventListener('pageshow', restored as EventListener);
  page?.addEventListener('visibilitychange', shown);
  return () => {
    removeEventListener('offline', gone);
    removeEventListener('online', back);
    removeEventListener('pageshow', restored as EventListener);
    page?.removeEventListener('visibilitychange', shown);
  };
}
