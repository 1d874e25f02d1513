import { h } from '../../../demo/src/view/dom.js';
import type { Conversation, Message } from '../api.js';
import { contentOf } from '../content.js';
import { date, t } from '../text.js';
import { ask } from './ask.js';
import type { Desk } from './frame.js';

/** The history of a conversation, latest at the bottom, and a line to write to everybody in it. */
export class MessagesPanel {
  readonly element: HTMLElement;
  readonly #list = h('ol', { class: 'messages', testid: 'messages' });
  readonly #older = h('button', { class: 'secondary small', testid: 'older', on: { click: () => void this.#load(this.#first) } }, t('older'));
  readonly #empty = h('p', { class: 'empty' }, t('noMessages'));
  readonly #from = h('input', { testid: 'send-from', label: t('from'), attrs: { placeholder: t('from'), maxlength: '64', required: '', autocomplete: 'off' } });
  readonly #text = h('textarea', { testid: 'send-text', label: t('sendText'), attrs: { placeholder: t('sendText'), required: '', rows: '2' } });
  readonly #form: HTMLFormElement;
  #conversation: Conversation | null = null;
  #first = 0;
  #asked = 0;

  constructor(
    private readonly desk: Desk,
    private readonly id: string,
  ) {
    const send = h('button', { class: 'primary', type: 'submit', testid: 'send' }, t('send'));
    this.#from.value = 'system';
    this.#form = h('form', { class: 'send' }, this.#from, this.#text, send);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.#conversation || !this.#text.value.trim()) return;
      send.disabled = true;
      const message = JSON.stringify({ _lctype: -1, _lctext: this.#text.value });
      this.desk.api
        .send(this.#conversation, this.#from.value, message)
        .then(
          () => {
            this.#text.value = '';
            this.desk.say(t('sent'));
            this.refresh();
          },
          (reason: unknown) => this.desk.fail(reason),
        )
        .finally(() => {
          send.disabled = false;
        });
    });
    this.#form.hidden = this.#older.hidden = this.#empty.hidden = true;
    const refresh = h('button', { class: 'secondary small', testid: 'refresh', on: { click: () => this.refresh() } }, t('refresh'));
    this.element = h('div', { class: 'panel' }, h('div', { class: 'card-head' }, h('h3', {}, t('messages')), refresh), this.#older, this.#list, this.#empty, this.#form);
  }

  /** Temporary conversations take no messages of the app's. */
  setConversation(conversation: Conversation): void {
    this.#conversation = conversation;
    this.#form.hidden = conversation.conv_type > 3;
    this.#list.classList.toggle('recallable', conversation.conv_type <= 3);
  }

  #askForRecall(message: Message, shown: HTMLElement): void {
    const conversation = this.#conversation;
    if (!conversation) return;
    const act = async (): Promise<void> => {
      try {
        await this.desk.api.recall(conversation, message);
        shown.replaceWith(row({ ...message, recalled: true, data: '' }));
        this.desk.say(t('recallDone'));
      } catch (reason) {
        this.desk.fail(reason);
      }
    };
    ask({ title: t('recallTitle'), hint: t('recallHint'), word: 'recall', testid: 'recall-confirm', act: () => void act() });
  }

  refresh(): void {
    void this.#load(0);
  }

  /** Loads the page before a seq, or the latest one. */
  async #load(before: number): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const messages = await this.desk.api.messages(this.id, before);
      if (asked !== this.#asked) return;
      const rows = messages.map((message) => row(message, (shown) => this.#askForRecall(message, shown)));
      if (before === 0) {
        this.#list.replaceChildren(...rows);
        this.#list.scrollTo(0, this.#list.scrollHeight);
      } else {
        this.#list.prepend(...rows);
      }
      this.#first = messages[0]?.seq ?? this.#first;
      this.#older.hidden = messages.length === 0 || this.#first <= 1;
      this.#empty.hidden = this.#list.childElementCount > 0;
    } catch (reason) {
      if (asked === this.#asked) this.desk.fail(reason);
    }
  }
}

/** A message, which may be recalled unless it is already. */
function row(message: Message, recall?: (shown: HTMLElement) => void): HTMLElement {
  const content = contentOf(message);
  const button = h('button', { class: 'secondary small recall', testid: 'recall' }, t('recall'));
  button.addEventListener('click', () => recall?.(shown));
  const marks = [message.patchedAt && !message.recalled && t('edited'), message.to && t('onlyTo', message.to.join(', '))];
  const shown = h(
    'li',
    { testid: 'message', attrs: { 'data-id': message.id } },
    h(
      'p',
      { class: 'message-head' },
      h('b', {}, message.from),
      h('time', { attrs: { datetime: new Date(message.timestamp).toISOString() } }, date(message.timestamp)),
      ...marks.map((mark) => (mark ? h('span', { class: 'tag' }, mark) : null)),
      message.recalled || !recall ? null : button,
    ),
    content.label ? h('span', { class: 'kind' }, content.label) : null,
    content.text ? h('p', { class: 'message-text', testid: 'message-text' }, content.text) : null,
    content.link
      ? h('a', { class: 'link', testid: 'message-link', attrs: { href: content.link, target: '_blank', rel: 'noopener noreferrer' } }, content.linkText ?? content.link)
      : null,
    content.text === message.data ? null : h('details', {}, h('summary', {}, t('source')), h('pre', { attrs: { tabindex: '0' } }, message.data)),
  );
  return shown;
}
