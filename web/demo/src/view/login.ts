import { h, setText } from './dom.js';
import { icon } from './icons.js';
import { themeToggle } from './theme.js';

/** Longest name the protocol allows. */
const MAX_NAME = 64;

/** The first screen: pick a name. Calls `submit` with it. */
export class Login {
  readonly element: HTMLElement;
  readonly #input = h('input', {
    id: 'login-name',
    testid: 'login-name',
    attrs: {
      name: 'name',
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      maxlength: String(MAX_NAME),
      placeholder: 'alice',
      'aria-describedby': 'login-hint login-error',
    },
  });
  readonly #tools = h('div', { class: 'login-tools' });
  readonly #error = h('p', { id: 'login-error', class: 'form-error', role: 'alert', testid: 'login-error' });

  constructor(submit: (name: string) => void) {
    const form = h(
      'form',
      { class: 'login-card' },
      h('div', { class: 'brand' }, icon('chat', 28)),
      h('h1', {}, 'Who are you?'),
      h(
        'p',
        { class: 'lead', id: 'login-hint' },
        'Choose any name. Open this page in a second tab under another one, and the two can talk.',
      ),
      h('label', { attrs: { for: 'login-name' } }, 'Your name'),
      this.#input,
      this.#error,
      h('button', { class: 'primary', type: 'submit', testid: 'login-submit' }, 'Start chatting'),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const name = this.#input.value.trim();
      if (name) submit(name);
      else this.#fail('Type a name first.');
    });
    this.element = h('main', { class: 'login' }, this.#tools, form);
  }

  /** Call when the element is in the page. Shows the form, with the reason the last session ended, if any. */
  show(name: string, error: string): void {
    this.#tools.append(themeToggle);
    this.#input.value = name;
    this.#fail(error);
    this.#input.select();
  }

  #fail(error: string): void {
    setText(this.#error, error);
    this.#input.setAttribute('aria-invalid', String(error !== ''));
    this.#input.focus();
  }
}
