import { h } from './dom.js';

/**
 * Says things to screen readers, politely. The message list itself is not a
 * live region: pages of old history would be read aloud.
 */
export class Announcer {
  readonly element = h('div', { class: 'visually-hidden', role: 'status', attrs: { 'aria-live': 'polite' } });

  say(text: string): void {
    this.element.append(h('p', {}, text));
    while (this.element.childElementCount > 3) this.element.firstElementChild?.remove();
  }
}
