import { LOBBY, type Chat } from '../chat.js';
import type { Directory } from '../directory.js';
import { errorText, sentence } from '../errors.js';
import type { Presence } from '../presence.js';
import { avatar } from './avatar.js';
import { field, openDialog, submitForm } from './dialog.js';
import { h } from './dom.js';
import { splitNames } from './new-chat.js';

/** Who is in a room; add people, leave. */
export function roomDetailsDialog(
  chat: Chat,
  directory: Directory,
  presence: Presence,
  actions: { openPerson(name: string): void; left(): void },
): void {
  const list = h('ul', { class: 'members', testid: 'members' });
  const error = h('p', { class: 'form-error', role: 'alert' });
  const names = h('input', { testid: 'add-members', attrs: { placeholder: 'dave', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' } });
  const form = h(
    'form',
    { class: 'inline-form' },
    field('Add people', names),
    h('button', { class: 'secondary', type: 'submit', testid: 'add-submit' }, 'Add'),
  );
  submitForm(
    form,
    error,
    () => {
      const wanted = splitNames(names.value);
      if (wanted.length === 0) return undefined;
      return chat.conversation.add(wanted).then(() => {
        names.value = '';
        chat.touch();
      });
    },
    (reason) => sentence(errorText(reason)),
  );
  const leave = h('button', { class: 'danger', testid: 'leave-room' }, 'Leave this room');
  leave.addEventListener('click', () => {
    directory.leave(chat).then(
      () => {
        dialog.close();
        actions.left();
      },
      (reason: unknown) => (error.textContent = sentence(errorText(reason))),
    );
  });
  const lobby = chat.mark === LOBBY;
  const dialog = openDialog(chat.title, list, !lobby && form, error, !lobby && leave);
  const show = (): void => {
    const member = (name: string): HTMLElement => {
      const write = h('button', { class: 'secondary', label: `Write to ${name}` }, 'Write');
      write.addEventListener('click', () => {
        dialog.close();
        actions.openPerson(name);
      });
      return h('li', {}, avatar(name), h('span', { class: 'member-name' }, name), h('small', {}, presence.word(name)), write);
    };
    const you = h('li', {}, avatar(chat.me), h('span', { class: 'member-name' }, `${chat.me} (you)`));
    list.replaceChildren(you, ...chat.otherMembers.map(member));
  };
  dialog.addEventListener('close', chat.watch(show));
  show();
}
