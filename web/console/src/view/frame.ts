import { h, setText } from '../../../demo/src/view/dom.js';
import { themeToggle } from '../../../demo/src/view/theme.js';
import { ApiError, type Api, type Status } from '../api.js';
import { duration, t } from '../text.js';
import { ClientsView } from './clients.js';
import { ConversationView } from './conversation.js';
import { ConversationsView } from './conversations.js';

/** What a view is given: the server, and where to say what happened. */
export interface Desk {
  api: Api;
  /** Shows a short text for some seconds. */
  say(text: string): void;
  /** Shows what went wrong; leaves when the key is no longer good. */
  fail(reason: unknown): void;
}

export interface View {
  element: HTMLElement;
  /** Asks the server again. */
  refresh(): void;
}

type Figure = 'connections' | 'people' | 'devices' | 'rate' | 'uptime';

/** How often figures and lists are asked for while the page is in sight. */
const INTERVAL = 2000;

/** Navigation, figures, and the view that the address names (#/clients, #/conversations, #/conversations/ID). */
export class Frame implements Desk {
  readonly element: HTMLElement;
  readonly #main = h('main', { id: 'main' });
  readonly #figures: Record<Figure, HTMLElement>;
  readonly #notice = h('p', { class: 'notice', role: 'status', testid: 'notice' });
  readonly #links: Record<string, HTMLAnchorElement>;
  readonly #open = new AbortController();
  #view: View | null = null;
  #timer = 0;
  #noticeTimer = 0;
  #last: Status | null = null;

  constructor(
    readonly api: Api,
    apps: string[],
    private readonly on: { lock(error?: string): void; choose(app: string): void },
  ) {
    const figure = (): HTMLElement => h('dd', {}, '–');
    this.#figures = { connections: figure(), people: figure(), devices: figure(), rate: figure(), uptime: figure() };
    const link = (path: string, text: string): HTMLAnchorElement => h('a', { attrs: { href: `#/${path}` }, testid: `tab-${path}` }, text);
    this.#links = { clients: link('clients', t('clients')), conversations: link('conversations', t('conversations')) };
    this.element = h(
      'div',
      { class: 'frame', testid: 'console' },
      h(
        'header',
        { class: 'top' },
        h('h1', {}, 'imserver'),
        this.#appChoice(apps),
        h('nav', { label: t('title') }, ...Object.values(this.#links)),
        themeToggle,
        h('button', { class: 'secondary', testid: 'lock', on: { click: () => on.lock() } }, t('leave')),
      ),
      h(
        'dl',
        { class: 'figures', testid: 'figures' },
        ...(Object.keys(this.#figures) as Figure[]).map((name) =>
          h('div', { testid: `figure-${name}` }, h('dt', {}, t(name)), this.#figures[name]),
        ),
      ),
      this.#main,
      this.#notice,
    );
  }

  start(): void {
    const { signal } = this.#open;
    window.addEventListener('hashchange', () => this.#route(), { signal });
    document.addEventListener('visibilitychange', () => this.#tick(), { signal });
    this.#route();
    this.#tick();
  }

  close(): void {
    this.#open.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#noticeTimer);
  }

  say(text: string): void {
    this.#notice.textContent = text;
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = window.setTimeout(() => (this.#notice.textContent = ''), 6000);
  }

  fail(reason: unknown): void {
    if (this.#open.signal.aborted) return;
    if (reason instanceof ApiError && reason.status === 401) this.on.lock(t('wrongKey'));
    else if (reason instanceof ApiError) this.say(reason.status === 0 ? t('unreachable') : reason.message);
    else throw reason;
  }

  #appChoice(apps: string[]): HTMLElement {
    if (apps.length === 1) return h('span', { class: 'app', testid: 'app' }, apps[0]);
    const select = h(
      'select',
      { class: 'app', label: t('app'), testid: 'app' },
      ...apps.map((app) => h('option', { attrs: { value: app } }, app)),
    );
    select.value = this.api.app;
    select.addEventListener('change', () => {
      location.hash = '#/clients'; // what is open belongs to the other app
      this.on.choose(select.value);
    });
    return select;
  }

  #route(): void {
    const [, name = 'clients', id = ''] = location.hash.split('/');
    this.#view =
      name !== 'conversations' ? new ClientsView(this)
      : id ? new ConversationView(this, decode(id))
      : new ConversationsView(this);
    for (const [path, link] of Object.entries(this.#links)) {
      if (path === (name === 'conversations' ? name : 'clients')) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    this.#main.replaceChildren(this.#view.element);
    this.#view.refresh();
  }

  #tick(): void {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    if (this.#view instanceof ClientsView) this.#view.refresh();
    this.api
      .status()
      .then((status) => this.#show(status), (reason: unknown) => this.fail(reason))
      .finally(() => {
        if (!this.#open.signal.aborted) this.#timer = window.setTimeout(() => this.#tick(), INTERVAL);
      });
  }

  #show(status: Status): void {
    const last = this.#last;
    this.#last = status;
    setText(this.#figures.connections, String(status.connections));
    setText(this.#figures.people, String(status.clients));
    setText(this.#figures.devices, String(status.sessions));
    setText(this.#figures.uptime, duration(status.now - status.startedAt));
    if (last && status.now > last.now && status.messages >= last.messages) {
      setText(this.#figures.rate, (((status.messages - last.messages) * 1000) / (status.now - last.now)).toFixed(1));
    }
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
