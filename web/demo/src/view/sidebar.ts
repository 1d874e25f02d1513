import type { Chat } from '../chat.js';
import type { Directory } from '../directory.js';
import { plural } from '../format.js';
import type { Presence } from '../presence.js';
import { avatar } from './avatar.js';
import { h, Rows } from './dom.js';
import { icon } from './icons.js';
import { ListItem, type Item } from './list-item.js';
import { themeToggle } from './theme.js';

export interface SidebarActions {
  openChat(chat: Chat): void;
  openPerson(name: string): void;
  newChat(): void;
  logout(): void;
}

/** Rooms and people at the left, with a search field above them. */
export class Sidebar {
  readonly element: HTMLElement;
  readonly #roomList = h('ul', { class: 'items' });
  readonly #peopleList = h('ul', { class: 'items' });
  readonly #nobody = h('p', { class: 'empty-hint', testid: 'no-people' });
  readonly #search: HTMLInputElement;
  readonly #newChat = h(
    'button',
    { class: 'icon-button accent', label: 'New chat', title: 'New chat', testid: 'new-chat' },
    icon('plus'),
  );
  readonly #rooms: Rows<Item>;
  readonly #people: Rows<Item>;
  #directory: Directory | null = null;
  #presence: Presence | null = null;
  #selected: string | undefined;

  constructor(name: string, connectionLabel: HTMLElement, actions: SidebarActions) {
    this.#search = h('input', {
      type: 'search',
      testid: 'search',
      label: 'Search people and rooms',
      attrs: { placeholder: 'Search', autocomplete: 'off' },
      on: { input: () => this.show() },
    });
    this.#newChat.addEventListener('click', actions.newChat);
    this.#newChat.disabled = true;
    const openRoom = ({ key }: Item): void => {
      const chat = this.#directory?.find(key);
      if (chat) actions.openChat(chat);
    };
    this.#rooms = new Rows(this.#roomList, ({ key }) => key, (item) => new ListItem(item, () => openRoom(item)));
    this.#people = new Rows(
      this.#peopleList,
      ({ title }) => title,
      (item) => new ListItem(item, () => actions.openPerson(item.title)),
    );
    this.element = h(
      'aside',
      { class: 'sidebar', label: 'Chats' },
      h(
        'header',
        { class: 'me' },
        avatar(name),
        h('div', { class: 'me-text' }, h('p', { class: 'me-name', testid: 'my-name' }, name), connectionLabel),
        themeToggle,
        h(
          'button',
          { class: 'icon-button', label: 'Log out', title: 'Log out', testid: 'logout', on: { click: actions.logout } },
          icon('logout'),
        ),
      ),
      h(
        'div',
        { class: 'search-row' },
        h('div', { class: 'search' }, icon('search', 16), this.#search),
        this.#newChat,
      ),
      h(
        'nav',
        { class: 'lists', label: 'Rooms and people' },
        section('Rooms', this.#roomList),
        section('People', this.#peopleList, this.#nobody),
      ),
    );
  }

  follow(directory: Directory, presence: Presence): void {
    this.#directory = directory;
    this.#presence = presence;
    directory.watch(() => this.show());
    presence.watch(() => this.show());
    this.show();
  }

  select(id: string | undefined): void {
    this.#selected = id;
    this.show();
  }

  show(): void {
    const directory = this.#directory;
    if (!directory) return;
    const wanted = this.#search.value.trim().toLocaleLowerCase();
    const matches = ({ title }: Item): boolean => title.toLocaleLowerCase().includes(wanted);
    this.#newChat.disabled = !directory.loaded;
    const people = directory.people.map((name) => this.#person(name, directory)).sort(byTimeThenOnline);
    this.#rooms.show(directory.rooms.map((chat) => this.#room(chat)).filter(matches));
    const shown = people.filter(matches);
    this.#people.show(shown);
    this.#nobody.hidden = shown.length > 0 || !directory.loaded;
    this.#nobody.textContent = wanted
      ? 'No one by that name here. Use + to write to someone new.'
      : 'No one else yet. Open this page in a second tab and pick another name.';
  }

  #room(chat: Chat): Item {
    const { preview, me } = chat;
    return {
      key: chat.id,
      kind: 'room',
      title: chat.title,
      hint: plural(chat.conversation.members.length, 'member'),
      preview,
      speaker: preview ? `${preview.from === me ? 'You' : preview.from}: ` : '',
      unread: chat.unread,
      online: false,
      selected: chat.id === this.#selected,
    };
  }

  #person(name: string, directory: Directory): Item {
    const chat = directory.chatWith(name);
    const preview = chat?.preview ?? null;
    const online = this.#presence?.has(name) ?? false;
    return {
      key: chat?.id ?? '',
      kind: 'person',
      title: name,
      hint: this.#presence?.word(name) ?? '',
      preview,
      speaker: preview?.from === directory.me ? 'You: ' : '',
      unread: chat?.unread ?? 0,
      online,
      selected: chat !== undefined && chat.id === this.#selected,
    };
  }
}

function section(title: string, ...children: HTMLElement[]): HTMLElement {
  const id = `section-${title.toLowerCase()}`;
  return h('section', { attrs: { 'aria-labelledby': id } }, h('h2', { id }, title), ...children);
}

function byTimeThenOnline(a: Item, b: Item): number {
  return (
    (b.preview?.at ?? 0) - (a.preview?.at ?? 0) ||
    Number(b.online) - Number(a.online) ||
    a.title.localeCompare(b.title)
  );
}
