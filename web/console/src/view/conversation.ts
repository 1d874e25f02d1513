import { h } from '../../../demo/src/view/dom.js';
import type { Details } from '../api.js';
import { date, kind, t } from '../text.js';
import { nameOf } from './conversations.js';
import type { Desk, View } from './frame.js';
import { membersOf } from './members.js';
import { MessagesPanel } from './messages.js';

/** What the server says of a conversation beside its attributes. */
const OWN = new Set(
  'objectId name c m mu lm conv_type createdAt updatedAt memberCount online roles blocked silenced silencedUntil tr sys unique uniqueId temp ttl'.split(' '),
);

/** One conversation: who is in it, its attributes, its messages, and a message to all. */
export class ConversationView implements View {
  readonly element: HTMLElement;
  readonly #head = h('header', { class: 'details' }, h('p', { class: 'empty' }, t('loading')));
  readonly #people = h('div', { class: 'panel', testid: 'members' });
  readonly #attributes = h('pre', { testid: 'attributes', attrs: { tabindex: '0' } });
  readonly #messages: MessagesPanel;
  #asked = 0;

  constructor(
    private readonly desk: Desk,
    private readonly id: string,
  ) {
    this.#messages = new MessagesPanel(desk, id);
    this.element = h(
      'section',
      { label: t('conversations') },
      h('a', { class: 'link', attrs: { href: '#/conversations' } }, `← ${t('back')}`),
      this.#head,
      h(
        'div',
        { class: 'columns' },
        this.#messages.element,
        h('div', {}, this.#people, h('div', { class: 'panel' }, h('h3', {}, t('attributes')), this.#attributes)),
      ),
    );
  }

  refresh(): void {
    void this.#load();
    this.#messages.refresh();
  }

  async #load(): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const details = await this.desk.api.conversation(this.id);
      if (asked === this.#asked) this.#show(details);
    } catch (reason) {
      if (asked !== this.#asked) return;
      this.#head.replaceChildren(h('p', { class: 'empty', testid: 'conversation-failed' }, t('nothing')));
      this.desk.fail(reason);
    }
  }

  #show(details: Details): void {
    this.#messages.setConversation(details);
    this.#head.replaceChildren(
      h('h2', { testid: 'conversation-name' }, nameOf(details)),
      h(
        'p',
        { class: 'facts' },
        h('span', { class: 'kind' }, kind(details.conv_type)),
        h('code', {}, details.objectId),
        h('span', {}, `${t('created')} ${date(details.createdAt)} ${details.c ? t('by', details.c) : ''}`),
      ),
    );
    this.#people.replaceChildren(...membersOf(this.desk, details, () => this.refresh()));
    const attributes = Object.fromEntries(Object.entries(details).filter(([key]) => !OWN.has(key)));
    this.#attributes.textContent = JSON.stringify(attributes, null, 2);
  }
}
