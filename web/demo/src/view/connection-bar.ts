import { describe, type Connection } from '../connection.js';
import type { Announcer } from './announcer.js';
import { h, setText } from './dom.js';

/** The connection's state beside the user's name: a dot and a word. */
export function connectionLabel(connection: Connection): HTMLElement {
  const text = h('span');
  const element = h('p', { class: 'connection-label', testid: 'connection-state' }, h('span', { class: 'dot' }), text);
  everySecondWhile(connection, (now) => {
    element.dataset.state = connection.state.kind;
    element.dataset.attempt = connection.state.kind === 'reconnecting' ? String(connection.state.attempt) : '';
    const words = { connecting: 'Connecting…', online: 'Online', offline: 'Offline', reconnecting: 'Reconnecting…' };
    setText(text, words[connection.state.kind]);
    element.title = describe(connection.state, now);
  });
  return element;
}

/** The strip above everything while the connection is gone, with a way to hurry. */
export function connectionBar(connection: Connection, announcer: Announcer, retry: () => void): HTMLElement {
  const text = h('span', { testid: 'connection-detail' });
  const button = h('button', { class: 'link', testid: 'retry-now', on: { click: retry } }, 'Try now');
  const element = h(
    'div',
    { class: 'connection-bar', testid: 'connection-bar' },
    h('span', { class: 'spinner', attrs: { 'aria-hidden': 'true' } }),
    text,
    button,
  );
  let announced = 'connecting';
  everySecondWhile(connection, (now) => {
    const { state } = connection;
    element.hidden = state.kind === 'online' || state.kind === 'connecting';
    element.dataset.state = state.kind;
    setText(text, state.kind === 'offline' ? 'You are offline' : describe(state, now));
    button.hidden = !(state.kind === 'reconnecting' && state.next !== null);
    if (state.kind !== announced) {
      announced = state.kind;
      announcer.say(state.kind === 'online' ? 'Connected' : describe(state, now));
    }
  });
  return element;
}

/** Calls `show` on each change, and every second while a countdown runs. */
function everySecondWhile(connection: Connection, show: (now: number) => void): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const update = (): void => {
    const { state } = connection;
    const counting = state.kind === 'reconnecting' && state.next !== null;
    if (counting) timer ??= setInterval(() => show(Date.now()), 1000);
    else {
      clearInterval(timer);
      timer = undefined;
    }
    show(Date.now());
  };
  connection.watch(update);
  update();
}
