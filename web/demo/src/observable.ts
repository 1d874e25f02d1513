/**
 * Something views can watch. Changes made in one turn of the event loop reach
 * the watchers once, in a microtask, so that a page of history costs one
 * render. Microtasks, not animation frames: a hidden tab has none of those,
 * and its title still counts unread messages.
 */
export class Observable {
  readonly #watchers = new Set<() => void>();
  #queued = false;

  /** Calls `watcher` after each change until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  protected changed(): void {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      for (const watcher of [...this.#watchers]) {
        try {
          watcher();
        } catch (error) {
          reportError(error); // of one view; the others are shown
        }
      }
    });
  }
}
