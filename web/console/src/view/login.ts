import { h } from '../../../demo/src/view/dom.js';
import { themeToggle } from '../../../demo/src/view/theme.js';
import { ApiError } from '../api.js';
import { t } from '../text.js';

/** Asks for the master key. */
export class Login {
  readonly element: HTMLElement;
  readonly #input = h('input', {
    id: 'key',
    type: 'password',
    testid: 'key',
    attrs: { required: '', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'key-hint key-error' },
  });
  readonly #error: HTMLElement;

  constructor(open: (key: string) => Promise<void>, error: string) {
    this.#error = h('p', { class: 'form-error', id: 'key-error', role: 'alert', testid: 'key-error' }, error);
    const button = h('button', { class: 'primary', type: 'submit', testid: 'enter' }, t('enter'));
    const form = h(
      'form',
      { class: 'login' },
      h('div', { class: 'login-head' }, h('h1', {}, t('title')), themeToggle),
      h('label', { attrs: { for: 'key' } }, t('key')),
      this.#input,
      h('p', { class: 'hint', id: 'key-hint' }, t('keyHint')),
      this.#error,
      button,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const key = this.#input.value.trim();
      if (!/^[\x21-\x7e]+$/.test(key)) {
        this.#error.textContent = t('badKey');
        return;
      }
      button.disabled = true;
      this.#error.textContent = '';
      open(key)
        .catch((reason: unknown) => {
          this.#error.textContent = reason instanceof ApiError && reason.status === 0 ? t('unreachable') : t('wrongKey');
          this.focus();
        })
        .finally(() => {
          button.disabled = false;
        });
    });
    this.element = h('main', { class: 'login-screen' }, form);
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }
}
