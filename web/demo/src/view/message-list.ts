import type { Chat } from '../chat.js';
import { plural } from '../format.js';
import { editDialog } from './edit-message.js';
import { h, Rows, setText, type Row } from './dom.js';
import { icon } from './icons.js';
import { layOut, type DividerItem, type LayoutItem } from './layout.js';
import { MessageRow } from './message-row.js';

/** This close to the end (px) counts as reading the newest message. */
const AT_END = 60;
/** This close to the top (px) loads the page before. */
const NEAR_TOP = 400;

/** The scrolling messages of one chat. Call `close` when it is no longer shown. */
export class MessageList {
  readonly element: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #top = h('div', { class: 'history-top', testid: 'history-top' });
  readonly #list = h('ol', { class: 'messages', testid: 'messages' });
  readonly #jump: HTMLButtonElement;
  readonly #jumpText = h('span');
  readonly #rows: Rows<LayoutItem>;
  readonly #unwatch: () => void;
  readonly #resize: ResizeObserver;
  #firstNew: string | undefined;
  /** Key of the newest message when the end was last in view. */
  #seen: string | undefined;
  #last: string | undefined;
  #placed = false;
  #atEnd = true;

  constructor(
    private readonly chat: Chat,
    private readonly reachedEnd: () => void,
  ) {
    const { timeline } = chat;
    this.#rows = new Rows(this.#list, ({ key }) => key, (item) =>
      item.type === 'message'
        ? new MessageRow(item, {
            retry: (entry) => void timeline.retry(entry),
            discard: (entry) => timeline.discard(entry),
            edit: (entry) => editDialog(timeline, entry),
          })
        : new Divider(item),
    );
    this.#scroller = h(
      'div',
      {
        class: 'scroller',
        testid: 'scroller',
        role: 'region',
        label: `Messages with ${chat.title}`,
        attrs: { tabindex: '0' },
        on: { scroll: () => this.#scrolled() },
      },
      this.#top,
      this.#list,
    );
    this.#jump = h(
      'button',
      { class: 'jump', testid: 'jump-to-end', on: { click: () => this.toEnd('smooth') } },
      icon('down', 16),
      this.#jumpText,
    );
    this.element = h('div', { class: 'message-area' }, this.#scroller, this.#jump);
    this.#unwatch = timeline.watch(() => this.#show());
    this.#resize = new ResizeObserver(() => this.#atEnd && this.toEnd());
    this.#resize.observe(this.#scroller);
  }

  /** Call once the element is in the page: places can be measured from then on. */
  attached(): void {
    this.#show();
  }

  /** Whether the newest message is in view. */
  get atEnd(): boolean {
    return this.#atEnd;
  }

  toEnd(behavior: ScrollBehavior = 'instant'): void {
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior });
  }

  close(): void {
    this.#unwatch();
    this.#resize.disconnect();
  }

  #show(): void {
    if (!this.element.isConnected) return;
    const { timeline, unread } = this.chat;
    const { entries, last } = timeline;
    const scroller = this.#scroller;
    if (timeline.loaded && !this.#placed) this.#firstNew = firstUnread(this.chat, unread);
    const anchor = this.#anchor();
    this.#rows.show(
      layOut(entries, { named: this.chat.peer === undefined, firstNew: this.#firstNew, now: Date.now() }),
    );
    this.#showTop();
    if (timeline.loaded && !this.#placed) {
      this.#placed = true;
      this.#seen = entries.at(-1)?.key;
      const divider = this.#list.querySelector<HTMLElement>('.divider.new');
      if (divider) scroller.scrollTop = divider.offsetTop - scroller.clientHeight / 3;
      else this.toEnd();
      this.#scrolled();
    } else if (this.#atEnd || (last?.own && last.key !== this.#last)) {
      this.toEnd();
      this.#scrolled();
    } else if (anchor) {
      scroller.scrollTop += anchor.row.getBoundingClientRect().top - anchor.top;
    }
    this.#last = last?.key;
    this.#showJump();
    this.#fill();
  }

  /** The first row in view and where it is, to be put there again afterwards. */
  #anchor(): { row: Element; top: number } | null {
    const top = this.#scroller.getBoundingClientRect().top;
    for (const row of this.#list.children) {
      const box = row.getBoundingClientRect();
      if (row.classList.contains('message') && box.bottom > top) return { row, top: box.top };
    }
    return null;
  }

  #showTop(): void {
    const { history } = this.chat.timeline;
    const top = this.#top;
    if (top.dataset.state === history) return;
    top.dataset.state = history;
    const more = (text: string): HTMLElement =>
      h('button', { class: 'link', testid: 'load-older', on: { click: () => void this.chat.timeline.loadOlder() } }, text);
    if (history === 'loading') top.replaceChildren(h('span', { class: 'spinner' }), 'Loading messages…');
    else if (history === 'complete') top.replaceChildren(beginning(this.chat));
    else if (history === 'failed') top.replaceChildren('The history could not be loaded. ', more('Try again'));
    else top.replaceChildren(more('Load earlier messages'));
  }

  #showJump(): void {
    const { entries } = this.chat.timeline;
    const seen = entries.findLastIndex(({ key }) => key === this.#seen);
    const missed = entries.slice(seen + 1).filter(({ own }) => !own).length;
    this.#jump.hidden = this.#atEnd;
    setText(this.#jumpText, missed > 0 ? plural(missed, 'new message') : 'Newest');
    this.#jump.classList.toggle('has-new', missed > 0);
  }

  #scrolled(): void {
    if (!this.#placed) return;
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < AT_END;
    if (this.#atEnd) {
      this.#seen = this.chat.timeline.last?.key;
      this.reachedEnd();
    }
    this.#showJump();
    this.#fill();
  }

  /** Loads the page before when its place comes into view. */
  #fill(): void {
    if (!this.#placed || this.chat.timeline.history !== 'idle') return;
    if (this.#scroller.scrollTop > NEAR_TOP) return;
    void this.chat.timeline.loadOlder();
  }
}

/** The key of the message after which this user stopped reading. */
function firstUnread({ timeline }: Chat, unread: number): string | undefined {
  const others = timeline.entries.filter(({ own }) => !own);
  return unread > 0 ? (others.at(-unread) ?? others.at(0))?.key : undefined;
}

function beginning(chat: Chat): HTMLElement {
  const text = chat.peer
    ? `This is where you and ${chat.peer} begin. Say hello!`
    : `This is the beginning of ${chat.title}. Everyone in it reads what you write.`;
  return h('p', { class: 'beginning', testid: 'history-beginning' }, text);
}

class Divider implements Row<LayoutItem> {
  readonly element: HTMLElement;

  constructor({ type }: DividerItem) {
    this.element = h('li', { class: `divider ${type}`, testid: type === 'day' ? 'day-separator' : 'new-separator' }, h('span'));
  }

  update(item: LayoutItem): void {
    if (item.type !== 'message') setText(this.element.firstChild as Node, (item as DividerItem).text);
  }
}
