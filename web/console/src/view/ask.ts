import { h } from '../../../demo/src/view/dom.js';
import { t, type Word } from '../text.js';

/** A question before something that cannot be undone. */
export interface Question {
  title: string;
  hint: string;
  /** What stands on the button that does it. */
  word: Word;
  testid: string;
  /** What is to be entered, with its label. */
  field?: { label: string; input: HTMLInputElement };
  act: () => void;
}

/** Asks, and acts when the answer is yes. Escape and Cancel are no. */
export function ask(question: Question): void {
  const { field } = question;
  const cancel = h('button', { class: 'secondary', on: { click: () => dialog.close() } }, t('cancel'));
  const form = h(
    'form',
    {},
    h('h2', { id: 'question' }, question.title),
    h('p', { class: 'hint' }, question.hint),
    field && h('label', { attrs: { for: field.input.id } }, field.label),
    field?.input,
    h('div', { class: 'buttons' }, cancel, h('button', { class: 'danger', type: 'submit', testid: question.testid }, t(question.word))),
  );
  const dialog = h('dialog', { class: 'dialog', attrs: { 'aria-labelledby': 'question' } }, form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    dialog.close();
    question.act();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
