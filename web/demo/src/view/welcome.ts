import type { Directory } from '../directory.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** What the right side shows while no chat is open. */
export function welcome(directory: Directory): HTMLElement {
  const alone = directory.people.length === 0;
  return h(
    'div',
    { class: 'placeholder', testid: 'welcome' },
    h('div', { class: 'brand' }, icon('chat', 28)),
    h('h2', {}, `Hello, ${directory.me}`),
    alone
      ? h('p', {}, 'You are the first one here. To see a conversation:')
      : h('p', {}, 'Pick a person or a room at the left, or start something new with the plus button.'),
    alone &&
      h(
        'ol',
        { class: 'steps' },
        h('li', {}, 'Open this page in a second tab, or on your phone.'),
        h('li', {}, 'Pick another name there.'),
        h('li', {}, 'Each will find the other under People. Write something!'),
      ),
  );
}

/** Shown while the chats are being loaded. */
export function loading(): HTMLElement {
  return h('div', { class: 'placeholder', testid: 'loading' }, h('span', { class: 'spinner large' }), h('p', {}, 'Waiting for the server…'));
}
