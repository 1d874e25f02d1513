import { h } from '../../../demo/src/view/dom.js';
import { t } from '../text.js';
import type { Desk } from './frame.js';

/** Asks whether a client is to be kicked, and why. */
export function askForKick(desk: Desk, client: string, done: () => void): void {
  const reason = h('input', { id: 'reason', testid: 'kick-reason', attrs: { maxlength: '20', autocomplete: 'off' } });
  const cancel = h('button', { class: 'secondary', on: { click: () => dialog.close() } }, t('cancel'));
  const form = h(
    'form',
    {},
    h('h2', { id: 'kick-title' }, t('kickTitle', client)),
    h('p', { class: 'hint' }, t('kickHint')),
    h('label', { attrs: { for: 'reason' } }, t('reason')),
    reason,
    h('div', { class: 'buttons' }, cancel, h('button', { class: 'danger', type: 'submit', testid: 'kick-confirm' }, t('kick'))),
  );
  const dialog = h('dialog', { class: 'dialog', attrs: { 'aria-labelledby': 'kick-title' } }, form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    dialog.close();
    desk.api.kick(client, reason.value).then(
      () => {
        desk.say(t('kicked', client));
        done();
      },
      (error: unknown) => desk.fail(error),
    );
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
