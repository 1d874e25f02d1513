/** What the page remembers, of a `Storage` that may be full or forbidden. */
export interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * A memory that never fails. What the browser does not keep is kept until the
 * page is left. `open` is called each time: even touching `sessionStorage`
 * throws where cookies are blocked.
 */
export function remember(open: () => Memory): Memory {
  const unkept = new Map<string, string | null>();
  return {
    getItem(key) {
      const here = unkept.get(key);
      if (here !== undefined) return here;
      return attempt(() => open().getItem(key)) ?? null;
    },
    setItem(key, value) {
      const kept = attempt(() => {
        open().setItem(key, value);
        return true;
      });
      if (kept) unkept.delete(key);
      else unkept.set(key, value);
    },
    removeItem(key) {
      unkept.set(key, null);
      attempt(() => {
        open().removeItem(key);
        unkept.delete(key);
      });
    },
  };
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
