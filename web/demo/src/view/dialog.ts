import { h } from './dom.js';
import { icon } from './icons.js';

/** Opens a modal dialog; closes it on Escape, its button, or a click beside it. */
export function openDialog(title: string, ...content: (Node | false)[]): HTMLDialogElement {
  const dialog = h('dialog', { class: 'dialog', testid: 'dialog', attrs: { 'aria-labelledby': 'dialog-title' } });
  dialog.append(
    h(
      'header',
      {},
      h('h2', { id: 'dialog-title' }, title),
      h('button', { class: 'icon-button', label: 'Close', testid: 'dialog-close', on: { click: () => dialog.close() } }, icon('close')),
    ),
    ...content.filter((node) => node !== false),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A field with its label above it. */
export function field(label: string, input: HTMLElement, hint?: string): HTMLElement {
  return h('label', { class: 'field' }, h('span', {}, label), input, hint ? h('small', {}, hint) : null);
}

/** Runs what a form asks for; shows what went wrong in the form. */
export function submitForm(
  form: HTMLFormElement,
  error: HTMLElement,
  work: () => Promise<void> | undefined,
  words: (error: unknown) => string,
): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = form.querySelector<HTMLButtonElement>('button[type=submit]');
    const running = work();
    if (!running || !button) return;
    button.disabled = true;
    error.textContent = '';
    running
      .catch((reason: unknown) => {
        error.textContent = words(reason);
      })
      .finally(() => {
        button.disabled = false;
      });
  });
}
