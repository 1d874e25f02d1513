import { h } from './dom.js';

/** How long a warning stays, in ms. */
const WARNING = 8000;

/**
 * Says things to screen readers, politely. The message list itself is not a
 * live region: pages of old history would be read aloud.
 */
export class Announcer {
  readonly element = h('div', { class: 'visually-hidden', role: 'status', attrs: { 'aria-live': 'polite' } });

  /** A warning that everyone sees for a while. */
  readonly warning = h('div', { class: 'toast', role: 'alert', testid: 'warning' });
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    this.element.append(h('p', {}, text));
    while (this.element.childElementCount > 3) this.element.firstElementChild?.remove();
  }

  warn(text: string): void {
    clearTimeout(this.#timer);
    this.warning.textContent = text;
    this.#timer = setTimeout(() => (this.warning.textContent = ''), WARNING);
  }
}
