import { nameOf, type Chat } from '../chat.js';
import type { Directory } from '../directory.js';
import { errorText, sentence } from '../errors.js';
import { plural } from '../format.js';
import type { Conversation } from '../sdk.js';
import { avatar } from './avatar.js';
import { field, openDialog, submitForm } from './dialog.js';
import { h } from './dom.js';
import { tabs } from './tabs.js';

/** The dialog that starts a chat: with a person, in a new room, in a room to join. */
export function newChatDialog(directory: Directory, open: (chat: Chat) => void): void {
  const done = (chat: Chat): void => {
    dialog.close();
    open(chat);
  };
  const dialog = openDialog(
    'New chat',
    tabs([
      { name: 'Person', testid: 'tab-person', content: () => personForm(directory, done) },
      { name: 'New room', testid: 'tab-room', content: () => roomForm(directory, done) },
      { name: 'Join room', testid: 'tab-join', content: () => roomFinder(directory, done) },
    ]),
  );
}

function personForm(directory: Directory, done: (chat: Chat) => void): HTMLElement {
  const name = textInput('person-name', 'bob', directory.people);
  const error = errorLine();
  const form = h(
    'form',
    {},
    field('Their name', name, 'Names are exactly what the other person typed at the start.'),
    suggestions(directory.people),
    error,
    submitButton('Open chat', 'person-submit'),
  );
  submitForm(
    form,
    error,
    () => {
      const wanted = name.value.trim();
      if (!wanted) return void (error.textContent = 'Type a name.');
      if (wanted === directory.me) return void (error.textContent = 'That is you.');
      return directory.openPerson(wanted).then(done);
    },
    (reason) => sentence(errorText(reason)),
  );
  return form;
}

function roomForm(directory: Directory, done: (chat: Chat) => void): HTMLElement {
  const name = textInput('room-name', 'Weekend plans');
  const members = textInput('room-members', 'bob, carol');
  const error = errorLine();
  const form = h(
    'form',
    {},
    field('Name of the room', name),
    field('Members', members, 'Names with commas between them. Others can find the room and join it.'),
    error,
    submitButton('Create room', 'room-submit'),
  );
  submitForm(
    form,
    error,
    () => {
      const title = name.value.trim();
      if (!title) return void (error.textContent = 'Give the room a name.');
      return directory.createRoom(title, splitNames(members.value)).then(done);
    },
    (reason) => sentence(errorText(reason)),
  );
  return form;
}

function roomFinder(directory: Directory, done: (chat: Chat) => void): HTMLElement {
  const list = h('ul', { class: 'found-rooms' });
  const status = h('p', { class: 'empty-hint', role: 'status' }, 'Looking for rooms…');
  const row = (room: Conversation): HTMLElement => {
    const name = nameOf(room);
    const join = h('button', { class: 'secondary', testid: 'join-room', label: `Join ${name}` }, 'Join');
    join.addEventListener('click', () => {
      join.disabled = true;
      directory.join(room).then(done, (error: unknown) => {
        join.disabled = false;
        status.textContent = sentence(errorText(error));
      });
    });
    const text = h('div', { class: 'found-text' }, h('strong', {}, name), h('small', {}, plural(room.members.length, 'member')));
    return h('li', { testid: 'found-room' }, avatar(name, 'room'), text, join);
  };
  directory.findRooms().then(
    (rooms) => {
      list.replaceChildren(...rooms.map(row));
      status.textContent = rooms.length > 0 ? '' : 'No rooms to join. Create one: others will find it here.';
    },
    (error: unknown) => {
      status.textContent = sentence(errorText(error));
    },
  );
  return h('div', {}, list, status);
}

/** The distinct names in "bob, carol，dave" */
export function splitNames(text: string): string[] {
  return [...new Set(text.split(/[,，、;\n]/).map((name) => name.trim()))].filter((name) => name !== '');
}

function textInput(testid: string, placeholder: string, names?: readonly string[]): HTMLInputElement {
  const attrs: Record<string, string> = { placeholder, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' };
  if (names && names.length > 0) attrs.list = 'known-people';
  return h('input', { testid, attrs });
}

function suggestions(names: readonly string[]): HTMLElement {
  return h('datalist', { id: 'known-people' }, ...names.map((value) => h('option', { attrs: { value } })));
}

function errorLine(): HTMLElement {
  return h('p', { class: 'form-error', role: 'alert' });
}

function submitButton(text: string, testid: string): HTMLElement {
  return h('button', { class: 'primary', type: 'submit', testid }, text);
}
