let enabled = '';

/** Turns the library's log on the console on and off. Warnings are always shown. */
export const debug = {
  /** Shows the log. The namespaces are for programs that give them: there is one log. */
  enable(namespaces = 'LC*'): void {
    enabled = namespaces;
  },
  /** Shows the log no more. Gives the namespaces that were enabled. */
  disable(): string {
    const before = enabled;
    enabled = '';
    return before;
  },
};

let write = show;

/** Has the lines go elsewhere, all of them: the other side decides which to show. */
export function redirectLog(to: (level: number, text: string) => void): void {
  write = to;
}

const LEVELS = ['debug', 'info', 'warn'] as const;

/** Shows one line: level 0 is for debugging, 1 informs, 2 warns. */
export function log(level: number, text: string): void {
  write(level, text);
}

function show(level: number, text: string): void {
  if (level >= 2 || enabled) console[LEVELS[level] ?? 'warn'](`imclient: ${text}`);
}
