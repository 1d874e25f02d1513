import type { Entry } from '../entry.js';
import { errorText, sentence } from '../errors.js';
import type { Timeline } from '../timeline.js';
import { field, openDialog, submitForm } from './dialog.js';
import { h } from './dom.js';

/** Changes the words of an own message. */
export function editDialog(timeline: Timeline, entry: Entry): void {
  const error = h('p', { class: 'form-error', role: 'alert', testid: 'edit-error' });
  const text = h('textarea', { testid: 'edit-text', attrs: { rows: '4' } });
  text.value = entry.text;
  const form = h('form', {}, field('Text', text), error, h('button', { class: 'primary', type: 'submit', testid: 'edit-submit' }, 'Save'));
  submitForm(
    form,
    error,
    () => {
      const words = text.value.trim();
      if (!words || words === entry.text) {
        dialog.close();
        return undefined;
      }
      return timeline.edit(entry, words).then(() => dialog.close());
    },
    (reason) => sentence(errorText(reason)),
  );
  const dialog = openDialog('Edit message', form);
  text.focus();
}
