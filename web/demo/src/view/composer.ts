import { h, setText } from './dom.js';
import { icon } from './icons.js';

/** What one message may weigh on the wire, in bytes, its envelope left out. */
const MAX_BYTES = 4800;
/** From here on the number of bytes left is shown. */
const WARN_BYTES = 4000;

/** The text field. Enter sends, Shift+Enter starts a new line. */
export class Composer {
  readonly element: HTMLFormElement;
  readonly #text: HTMLTextAreaElement;
  readonly #left = h('p', { class: 'bytes-left', role: 'status' });
  readonly #send = h('button', { class: 'send', type: 'submit', label: 'Send', title: 'Send', testid: 'send' }, icon('send'));

  constructor(
    to: string,
    draft: string,
    private readonly actions: { send(text: string): void; keep(draft: string): void },
  ) {
    this.#text = h('textarea', {
      testid: 'composer',
      label: `Message to ${to}`,
      attrs: { rows: '1', placeholder: `Message to ${to}`, enterkeyhint: 'send', dir: 'auto' },
      on: {
        input: () => this.#changed(),
        keydown: (event) => {
          // While an input method composes, Enter picks a candidate.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          this.element.requestSubmit();
        },
      },
    });
    this.#text.value = draft;
    this.element = h(
      'form',
      { class: 'composer' },
      this.#left,
      h('div', { class: 'composer-row' }, this.#text, this.#send),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#text.value.trim();
      if (!text || bytes(text) > MAX_BYTES) return;
      this.#text.value = '';
      this.#changed();
      this.#text.focus();
      this.actions.send(text);
    });
    this.#changed();
  }

  focus(): void {
    this.fit();
    this.#text.focus();
  }

  /** Makes the field as high as its text; it has to be in the page. */
  fit(): void {
    if (!this.#text.isConnected) return;
    this.#text.style.height = 'auto';
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #changed(): void {
    const text = this.#text.value;
    const size = bytes(text.trim());
    this.#send.disabled = size === 0 || size > MAX_BYTES;
    this.#left.hidden = size < WARN_BYTES;
    this.#left.classList.toggle('over', size > MAX_BYTES);
    setText(
      this.#left,
      size > MAX_BYTES ? `${size - MAX_BYTES} bytes too long for one message` : `${MAX_BYTES - size} bytes left`,
    );
    this.fit();
    this.actions.keep(text);
  }
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
