import type { Entry } from '../entry.js';
import { clock, exactTime } from '../format.js';
import { avatar } from './avatar.js';
import { h, setText, type Row } from './dom.js';
import { icon } from './icons.js';
import { linkify } from './linkify.js';

/** A message as the list lays it out. */
export interface MessageItem {
  type: 'message';
  key: string;
  entry: Entry;
  /** First of what one person said in a row: shows who, in rooms. */
  first: boolean;
  /** Last of it: shows when. */
  last: boolean;
  /** Whether to say who is speaking. */
  named: boolean;
  /** Whether to say that it was sent: for the newest own message alone. */
  confirmed: boolean;
}

export interface MessageActions {
  retry(entry: Entry): void;
  discard(entry: Entry): void;
  edit(entry: Entry): void;
}

/** One message: bubble, time, and for own ones what became of it. */
export class MessageRow implements Row<MessageItem> {
  readonly element: HTMLElement;
  readonly #bubble = h('div', { class: 'bubble', testid: 'message-text', attrs: { dir: 'auto' } });
  readonly #meta = h('div', { class: 'meta' });
  readonly #edit = h('button', { class: 'edit', label: 'Edit', title: 'Edit', testid: 'edit' }, icon('pencil', 15));
  readonly #author: HTMLElement | null;
  #entry: Entry;
  #shown = '';
  #metaShown = '';

  constructor(
    { entry, named }: MessageItem,
    private readonly actions: MessageActions,
  ) {
    this.#entry = entry;
    this.#author = named && !entry.own ? h('p', { class: 'author', testid: 'message-author' }, entry.from) : null;
    this.#edit.addEventListener('click', () => this.actions.edit(this.#entry));
    const line = h('div', { class: 'bubble-line' }, entry.own && this.#edit, this.#bubble);
    const body = h('div', { class: 'message-body' }, this.#author, line, this.#meta);
    this.element = h(
      'li',
      { class: `message ${entry.own ? 'own' : 'other'}`, testid: entry.own ? 'message-own' : 'message' },
      this.#author && avatar(entry.from),
      body,
    );
    this.element.classList.toggle('named', this.#author !== null);
    this.element.dataset.from = entry.from;
  }

  update({ entry, first, last, confirmed }: MessageItem): void {
    const { element } = this;
    this.#entry = entry;
    element.dataset.id = entry.id;
    element.dataset.status = entry.status;
    element.dataset.receipt = entry.receipt;
    element.classList.toggle('first', first);
    element.classList.toggle('last', last);
    if (this.#author) this.#author.classList.toggle('visually-hidden', !first);
    const content = `${entry.kind}/${entry.text}`;
    if (content !== this.#shown) {
      this.#shown = content;
      this.#bubble.dataset.kind = entry.kind;
      this.#bubble.replaceChildren(...(entry.kind === 'text' ? linkify(entry.text) : [entry.text]));
    }
    this.#bubble.title = exactTime(entry.at);
    const meta = [entry.plain, entry.edited, entry.status, entry.receipt, entry.error, entry.at, last, confirmed].join('/');
    if (meta !== this.#metaShown) {
      this.#metaShown = meta;
      this.#showMeta(entry, last, confirmed);
    }
  }

  #showMeta(entry: Entry, last: boolean, confirmed: boolean): void {
    this.#meta.hidden = !last && !confirmed && !entry.edited && entry.status === 'sent';
    this.#meta.replaceChildren();
    if (entry.status !== 'failed') {
      this.#meta.append(h('time', { attrs: { datetime: new Date(entry.at).toISOString() } }, clock(entry.at)));
    }
    if (entry.edited) this.#meta.append(h('span', { testid: 'message-edited' }, 'Edited'));
    if (entry.own) this.#meta.append(this.#status(entry, confirmed));
    this.#edit.hidden = !entry.own || !entry.plain || entry.status !== 'sent';
  }

  #status(entry: Entry, confirmed: boolean): HTMLElement {
    const status = h('span', { class: `status ${entry.status}`, testid: 'message-status' });
    status.dataset.status = entry.status;
    if (entry.status === 'sending') status.append(icon('clock', 13), 'Sending…');
    if (entry.status === 'sent') {
      const word = entry.receipt === 'read' ? 'Read' : entry.receipt === 'delivered' ? 'Delivered' : 'Sent';
      status.classList.toggle('read', entry.receipt === 'read');
      status.append(icon(entry.receipt ? 'checks' : 'check', 14), h('span', confirmed ? {} : { class: 'visually-hidden' }, word));
    }
    if (entry.status === 'failed') {
      const retry = h('button', { class: 'link', testid: 'retry', on: { click: () => this.actions.retry(entry) } }, 'Retry');
      const discard = h('button', { class: 'link', testid: 'discard', on: { click: () => this.actions.discard(entry) } }, 'Delete');
      const reason = h('span', { class: 'reason', testid: 'message-error' });
      setText(reason, `Not sent: ${entry.error}`);
      status.append(icon('alert', 14), reason, retry, discard);
    }
    return status;
  }
}
