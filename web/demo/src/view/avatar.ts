import { h } from './dom.js';
import { icon } from './icons.js';

/** Number of colours in the palette of the style sheet. */
const COLOURS = 8;

/** A round picture made of a name: its first letter on a colour of its own. */
export function avatar(name: string, kind: 'person' | 'room' = 'person'): HTMLElement {
  const element = h('span', { class: `avatar ${kind}`, attrs: { 'aria-hidden': 'true' } });
  if (kind === 'room') element.append(icon('people', 18));
  else element.append(firstLetter(name));
  element.dataset.colour = String(hash(name) % COLOURS);
  return element;
}

/** The first character a reader sees, an emoji or a Chinese character included. */
function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return first?.segment.toLocaleUpperCase() ?? '?';
}

function hash(text: string): number {
  let value = 5381;
  for (let i = 0; i < text.length; i++) value = (value * 33) ^ text.charCodeAt(i);
  return value >>> 0;
}
