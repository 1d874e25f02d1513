import { Observable } from './observable.js';

/** What the connection is doing, as the page shows it. */
export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'online' }
  /** The machine has no network; nothing is tried until it has. */
  | { kind: 'offline' }
  /** `next` is when (ms since 1970) the attempt starts; null while it runs. */
  | { kind: 'reconnecting'; attempt: number; next: number | null };

/** Holds the connection state; written by the session alone. */
export class Connection extends Observable {
  #state: ConnectionState = { kind: 'connecting' };

  get state(): ConnectionState {
    return this.#state;
  }

  get online(): boolean {
    return this.#state.kind === 'online';
  }

  move(state: ConnectionState): void {
    this.#state = state;
    this.changed();
  }
}

/** The state in words, at the time `now` (ms since 1970). */
export function describe(state: ConnectionState, now: number): string {
  switch (state.kind) {
    case 'connecting':
      return 'Connecting…';
    case 'online':
      return 'Online';
    case 'offline':
      return 'Offline';
    case 'reconnecting': {
      const attempt = `attempt ${state.attempt}`;
      if (state.next === null) return `Reconnecting… ${attempt}`;
      const seconds = Math.max(0, Math.ceil((state.next - now) / 1000));
      return `Reconnecting in ${seconds} s, ${attempt}`;
    }
  }
}
