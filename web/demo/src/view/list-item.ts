import type { Preview } from '../chat.js';
import { shortTime } from '../format.js';
import { avatar } from './avatar.js';
import { h, setText, type Row } from './dom.js';

/** One line of the list at the left. */
export interface Item {
  key: string;
  kind: 'person' | 'room';
  title: string;
  /** Shown when nothing was said yet. */
  hint: string;
  preview: Preview | null;
  /** Who the preview's words are attributed to: "You: ", "bob: ", or nothing. */
  speaker: string;
  unread: number;
  online: boolean;
  selected: boolean;
}

/** A button in the list: avatar, name, last words, time, unread badge. */
export class ListItem implements Row<Item> {
  readonly element: HTMLLIElement;
  readonly #button: HTMLButtonElement;
  readonly #title = h('span', { class: 'item-title' });
  readonly #time = h('span', { class: 'item-time' });
  readonly #preview = h('span', { class: 'item-preview', testid: 'item-preview' });
  readonly #badge = h('span', { class: 'badge', testid: 'unread' });
  readonly #presence = h('span', { class: 'presence' });

  constructor({ kind, title, key }: Item, select: () => void) {
    const picture = avatar(title, kind);
    picture.append(this.#presence);
    this.#button = h(
      'button',
      { class: 'item', testid: `${kind}-item`, on: { click: select } },
      picture,
      h(
        'span',
        { class: 'item-text' },
        h('span', { class: 'item-line' }, this.#title, this.#time),
        h('span', { class: 'item-line' }, this.#preview, this.#badge),
      ),
    );
    this.#button.dataset.name = title;
    this.#button.dataset.key = key;
    this.element = h('li', {}, this.#button);
  }

  update(item: Item): void {
    const { preview, unread, online } = item;
    setText(this.#title, item.title);
    setText(this.#preview, preview ? item.speaker + preview.text : item.hint);
    setText(this.#time, preview ? shortTime(preview.at, Date.now()) : '');
    setText(this.#badge, unread > 99 ? '99+' : String(unread));
    this.#badge.hidden = unread === 0;
    this.#presence.hidden = !online;
    this.#button.dataset.online = String(online);
    this.#button.classList.toggle('has-unread', unread > 0);
    if (item.selected) this.#button.setAttribute('aria-current', 'true');
    else this.#button.removeAttribute('aria-current');
    this.#button.setAttribute('aria-label', spoken(item));
  }
}

function spoken(item: Item): string {
  const parts = [item.title];
  if (item.kind === 'person') parts.push(item.online ? 'online' : 'offline');
  else parts.push('room');
  if (item.unread > 0) parts.push(`${item.unread} unread`);
  if (item.preview) parts.push(item.speaker + item.preview.text);
  return parts.join(', ');
}
