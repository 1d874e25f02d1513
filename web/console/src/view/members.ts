import { h } from '../../../demo/src/view/dom.js';
import type { Details } from '../api.js';
import { date, t, type Word } from '../text.js';
import type { Desk } from './frame.js';

/** The members with what they are, and what can be done about them; then who is kept out or silent without being one. */
export function membersOf(desk: Desk, details: Details, changed: () => void): HTMLElement[] {
  const title: Word = details.conv_type === 2 ? 'inRoom' : details.conv_type === 3 ? 'subscribers' : 'members';
  const shown = new Set(details.m);
  const others = [...new Set([...details.silenced, ...Object.keys(details.silencedUntil), ...details.blocked])].filter((client) => !shown.has(client));
  const list = (clients: string[]): HTMLElement => h('ul', { class: 'people' }, ...clients.map((client) => person(desk, details, client, changed)));
  const out = [h('h3', {}, `${t(title)} (${details.memberCount})`), list(details.m)];
  if (others.length > 0) out.push(h('h3', {}, `${t('silencedList')} · ${t('blockedList')}`), list(others));
  return out;
}

function person(desk: Desk, details: Details, client: string, changed: () => void): HTMLElement {
  const silenced = details.silenced.includes(client);
  const until = Object.hasOwn(details.silencedUntil, client) ? details.silencedUntil[client] : undefined;
  const blocked = details.blocked.includes(client);
  const action = (word: Word, testid: string, act: () => Promise<unknown>): HTMLElement => {
    const button = h('button', { class: 'secondary small', testid, label: `${t(word)} ${client}` }, t(word));
    button.addEventListener('click', () => {
      button.disabled = true;
      act().then(changed, (reason: unknown) => {
        button.disabled = false;
        desk.fail(reason);
      });
    });
    return button;
  };
  const tags = [details.roles[client], details.online.includes(client) && t('online'), silenced && t('silenced'), until && t('silencedUntil', date(until)), blocked && t('blocked')];
  const letSpeak = async (): Promise<unknown> => {
    if (until) await desk.api.endSilence(details, client);
    return silenced && desk.api.silence(details, client, false);
  };
  // The server keeps silences of conversations and rooms, and blocks in all but temporary ones.
  const kind = details.conv_type;
  return h(
    'li',
    { testid: 'member', attrs: { 'data-id': client } },
    h('span', { class: 'who' }, client),
    ...tags.map((tag) => (tag ? h('span', { class: 'tag' }, tag) : null)),
    h(
      'span',
      { class: 'actions' },
      kind <= 2
        ? silenced || until
          ? action('unsilence', 'silence', letSpeak)
          : action('silence', 'silence', () => desk.api.silence(details, client, true))
        : null,
      kind <= 3 ? action(blocked ? 'unblock' : 'block', 'block', () => desk.api.block(details, client, !blocked)) : null,
    ),
  );
}
