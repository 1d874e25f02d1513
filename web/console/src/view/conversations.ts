import { h } from '../../../demo/src/view/dom.js';
import type { Conversation } from '../api.js';
import { date, kind, t } from '../text.js';
import type { Desk, View } from './frame.js';

/** Time after the last key that is waited for before a search. */
const PAUSE = 250;

/** Search in conversations, page by page. */
export class ConversationsView implements View {
  readonly element: HTMLElement;
  readonly #search = h('input', { type: 'search', label: t('searchConversations'), testid: 'conversation-search', attrs: { placeholder: t('searchConversations'), maxlength: '200' } });
  readonly #member = h('input', { type: 'search', label: t('member'), testid: 'conversation-member', attrs: { placeholder: t('member'), maxlength: '64' } });
  readonly #kind = h(
    'select',
    { label: t('kind'), testid: 'conversation-kind' },
    h('option', { attrs: { value: '0' } }, t('anyKind')),
    ...[1, 2, 3, 4].map((n) => h('option', { attrs: { value: String(n) } }, kind(n))),
  );
  readonly #list = h('ul', { class: 'cards', testid: 'conversations' });
  readonly #empty = h('p', { class: 'empty' }, t('nothing'));
  readonly #more = h('button', { class: 'secondary', testid: 'more', on: { click: () => void this.#load(this.#list.childElementCount) } }, t('more'));
  #asked = 0;
  #timer = 0;

  constructor(private readonly desk: Desk) {
    for (const input of [this.#search, this.#member, this.#kind]) {
      input.addEventListener('input', () => {
        clearTimeout(this.#timer);
        this.#timer = window.setTimeout(() => this.refresh(), PAUSE);
      });
    }
    this.#empty.hidden = this.#more.hidden = true;
    this.element = h('section', { label: t('conversations') }, h('div', { class: 'tools' }, this.#search, this.#member, this.#kind), this.#list, this.#empty, this.#more);
  }

  refresh(): void {
    void this.#load(0);
  }

  async #load(skip: number): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const filter = { search: this.#search.value, member: this.#member.value, kind: this.#kind.value };
      const { conversations, more } = await this.desk.api.conversations(filter, skip);
      if (asked !== this.#asked) return;
      const rows = conversations.map(row);
      if (skip === 0) this.#list.replaceChildren(...rows);
      else this.#list.append(...rows);
      this.#empty.hidden = this.#list.childElementCount > 0;
      this.#more.hidden = !more;
    } catch (reason) {
      if (asked === this.#asked) this.desk.fail(reason);
    }
  }
}

export function nameOf(conversation: Conversation): string {
  return typeof conversation.name === 'string' && conversation.name ? conversation.name : conversation.objectId;
}

function row(conversation: Conversation): HTMLElement {
  return h(
    'li',
    { class: 'card', testid: 'conversation', attrs: { 'data-id': conversation.objectId } },
    h(
      'a',
      { class: 'card-link', attrs: { href: `#/conversations/${encodeURIComponent(conversation.objectId)}` } },
      h('h2', {}, nameOf(conversation)),
      h('span', { class: 'kind' }, kind(conversation.conv_type)),
      h('code', {}, conversation.objectId),
      conversation.conv_type === 2 ? null : h('span', {}, h('b', {}, `${t(conversation.conv_type === 3 ? 'subscribers' : 'members')} `), String(conversation.memberCount)),
      conversation.lm ? h('span', {}, h('b', {}, `${t('lastMessage')} `), date(conversation.lm.iso)) : null,
    ),
  );
}
