import type { Chat } from '../chat.js';
import { Directory } from '../directory.js';
import { contentOf } from '../entry.js';
import { errorText } from '../errors.js';
import type { Memory } from '../memory.js';
import { Presence } from '../presence.js';
import type { IMClient, Message } from '../sdk.js';
import type { Session } from '../session.js';
import { Announcer } from './announcer.js';
import { ChatView } from './chat-view.js';
import { connectionBar, connectionLabel } from './connection-bar.js';
import { h } from './dom.js';
import { newChatDialog } from './new-chat.js';
import { roomDetailsDialog } from './room-details.js';
import { Screens } from './screens.js';
import { Sidebar } from './sidebar.js';
import { loading, welcome } from './welcome.js';

/** Everything behind the login screen. */
export class App {
  readonly element: HTMLElement;
  readonly #announcer = new Announcer();
  readonly #sidebar: Sidebar;
  readonly #main = h('main', { class: 'main' });
  readonly #screens: Screens;
  #directory: Directory | null = null;
  #presence: Presence | null = null;
  #chatView: ChatView | null = null;

  constructor(
    private readonly session: Session,
    logout: () => void,
  ) {
    const { connection } = session;
    this.#sidebar = new Sidebar(session.name, connectionLabel(connection), {
      openChat: (chat) => this.#open(chat),
      openPerson: (name) => this.#openPerson(name),
      newChat: () => this.#directory && newChatDialog(this.#directory, (chat) => this.#open(chat)),
      logout,
    });
    this.#main.append(loading());
    this.element = h(
      'div',
      { class: 'app', testid: 'app' },
      connectionBar(connection, this.#announcer, () => session.retryNow()),
      h('div', { class: 'columns' }, this.#sidebar.element, this.#main),
      this.#announcer.element,
      this.#announcer.warning,
    );
    this.#screens = new Screens(this.element, (id) => this.#show(id));
    connection.watch(() => {
      if (connection.online) void this.#catchUp();
      else this.#lost();
    });
  }

  /** The session is open: loads the chats and shows the one that was open before. */
  async start(client: IMClient, storage: Memory): Promise<void> {
    const directory = new Directory(client, storage, (chat, message) => this.#incoming(chat, message));
    const presence = new Presence(client, () => directory.people);
    this.#presence?.stop();
    this.#chatView?.close();
    this.#chatView = null;
    this.#directory = directory;
    this.#presence = presence;
    this.#sidebar.follow(directory, presence);
    directory.watch(() => {
      if (directory === this.#directory) this.#titleUnread(directory.unread);
    });
    await this.#load(directory);
  }

  close(): void {
    this.#presence?.stop();
    this.#chatView?.close();
    this.#screens.close();
    this.#titleUnread(0);
  }

  async #load(directory: Directory): Promise<void> {
    try {
      await directory.load();
      this.#presence?.refresh();
      this.#show(this.#screens.current);
    } catch (error) {
      this.#main.replaceChildren(
        h('div', { class: 'placeholder' }, h('p', { role: 'alert' }, `Your chats could not be loaded: ${errorText(error)}`)),
      );
    }
  }

  async #catchUp(): Promise<void> {
    const directory = this.#directory;
    if (!directory) return;
    if (!directory.loaded) return this.#load(directory);
    try {
      await this.#chatView?.chat.timeline.open();
      await directory.catchUp();
      this.#presence?.refresh();
      this.#chatView?.readIfSeen();
    } catch {
      // The connection went again; the next reconnect starts over.
    }
  }

  #lost(): void {
    this.#directory?.expectGap();
    this.#presence?.clear();
  }

  #openPerson(name: string): void {
    this.#directory?.openPerson(name).then(
      (chat) => this.#open(chat),
      (error: unknown) => this.#announcer.warn(`Could not open the chat with ${name}: ${errorText(error)}`),
    );
  }

  #open(chat: Chat): void {
    this.#screens.go(chat.id);
    this.#chatView?.focus();
  }

  #show(id: string | undefined): void {
    const directory = this.#directory;
    if (!directory?.loaded) return;
    const chat = id === undefined ? undefined : directory.find(id);
    if (id !== undefined && !chat) return this.#screens.back();
    if (chat && chat === this.#chatView?.chat) return;
    this.#chatView?.close();
    this.#chatView = null;
    this.#sidebar.select(chat?.id);
    if (!chat || !this.#presence) {
      this.#main.replaceChildren(welcome(directory));
      return;
    }
    this.#chatView = new ChatView(chat, this.#presence, {
      back: () => this.#screens.back(),
      details: (room) => this.#details(room),
    });
    this.#main.replaceChildren(this.#chatView.element);
    this.#chatView.attached();
  }

  #details(chat: Chat): void {
    if (!this.#directory || !this.#presence) return;
    roomDetailsDialog(chat, this.#directory, this.#presence, {
      openPerson: (name) => this.#openPerson(name),
      left: () => this.#screens.back(),
    });
  }

  #incoming(chat: Chat, message: Message): void {
    if (message.from === this.session.name) return;
    this.#presence?.seen(message.from);
    const where = chat.peer === undefined ? ` in ${chat.title}` : '';
    this.#announcer.say(`${message.from}${where}: ${contentOf(message).text}`);
  }

  #titleUnread(count: number): void {
    document.title = `${count > 0 ? `(${count}) ` : ''}${this.session.name} · Chat`;
  }
}
