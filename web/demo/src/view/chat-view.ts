import type { Chat } from '../chat.js';
import { plural } from '../format.js';
import type { Presence } from '../presence.js';
import { avatar } from './avatar.js';
import { Composer } from './composer.js';
import { h, setText } from './dom.js';
import { icon } from './icons.js';
import { MessageList } from './message-list.js';

export interface ChatActions {
  back(): void;
  details(chat: Chat): void;
}

/** The right side: header, messages and text field of one chat. */
export class ChatView {
  readonly element: HTMLElement;
  readonly #title = h('h2', { testid: 'chat-title' });
  readonly #subtitle = h('p', { class: 'subtitle', testid: 'chat-subtitle' });
  readonly #messages: MessageList;
  readonly #composer: Composer;
  readonly #unwatch: (() => void)[];

  constructor(
    readonly chat: Chat,
    private readonly presence: Presence,
    actions: ChatActions,
  ) {
    this.#messages = new MessageList(chat, () => this.readIfSeen());
    this.#composer = new Composer(chat.title, chat.draft, {
      send: (text) => void chat.timeline.send(text),
      keep: (draft) => (chat.draft = draft),
    });
    const room = chat.peer === undefined;
    this.element = h(
      'section',
      { class: 'chat', testid: 'chat', label: `Chat: ${chat.title}` },
      h(
        'header',
        { class: 'chat-header' },
        h('button', { class: 'icon-button back', label: 'Back to the list', testid: 'back', on: { click: actions.back } }, icon('back')),
        avatar(chat.title, room ? 'room' : 'person'),
        h('div', { class: 'chat-heading' }, this.#title, this.#subtitle),
        room &&
          h(
            'button',
            { class: 'icon-button', label: 'Members of this room', title: 'Members', testid: 'room-details', on: { click: () => actions.details(chat) } },
            icon('people'),
          ),
      ),
      this.#messages.element,
      this.#composer.element,
    );
    this.#unwatch = [chat.watch(() => this.#show()), presence.watch(() => this.#show())];
    document.addEventListener('visibilitychange', this.readIfSeen);
  }

  /** Call once the element is in the page. */
  attached(): void {
    this.#composer.fit();
    this.#messages.attached();
    this.#show();
    void this.chat.timeline.open();
    this.chat.fetchReceipts().catch(() => undefined); // ticks are no reason to complain
  }

  focus(): void {
    this.#composer.focus();
  }

  close(): void {
    for (const unwatch of this.#unwatch) unwatch();
    document.removeEventListener('visibilitychange', this.readIfSeen);
    this.#messages.close();
  }

  /** Marks the chat as read when its newest message can really be seen. */
  readonly readIfSeen = (): void => {
    const seen = !document.hidden && this.element.isConnected && this.#messages.atEnd;
    if (seen && this.chat.timeline.loaded) this.chat.read().catch(() => undefined);
  };

  #show(): void {
    const { chat } = this;
    setText(this.#title, chat.title);
    if (chat.peer !== undefined) {
      setText(this.#subtitle, this.presence.word(chat.peer));
      this.#subtitle.classList.toggle('online', this.presence.has(chat.peer));
    } else {
      const { members } = chat.conversation;
      setText(this.#subtitle, `${plural(members.length, 'member')}: ${['you', ...chat.otherMembers].join(', ')}`);
    }
    this.readIfSeen();
  }
}
