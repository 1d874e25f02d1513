import { h } from './dom.js';

const ADDRESS = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'，。；：！？）】」]/gi;

/** A text as nodes, its web addresses as links. */
export function linkify(text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    nodes.push(text.slice(end, match.index));
    nodes.push(h('a', { attrs: { href: match[0], target: '_blank', rel: 'noopener noreferrer' } }, match[0]));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes;
}
