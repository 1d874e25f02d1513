import { h, Rows, setText, type Row } from '../../../demo/src/view/dom.js';
import type { Client } from '../api.js';
import { date, t } from '../text.js';
import { askForKick } from './kick.js';
import type { Desk, View } from './frame.js';

/** Who is online, in step with the server. */
export class ClientsView implements View {
  readonly element: HTMLElement;
  readonly #search = h('input', { type: 'search', label: t('searchClients'), testid: 'client-search', attrs: { placeholder: t('searchClients') } });
  readonly #list = h('ul', { class: 'cards', testid: 'clients' });
  readonly #empty = h('p', { class: 'empty', testid: 'nobody' }, t('nobody'));
  readonly #more = h('button', { class: 'secondary', testid: 'more', on: { click: () => void this.#older() } }, t('more'));
  readonly #rows: Rows<Client>;
  #shown: Client[] = [];
  #pages = 1;
  #asked = 0;

  constructor(private readonly desk: Desk) {
    this.#rows = new Rows(this.#list, (client) => client.id, (client) => this.#row(client));
    this.#search.addEventListener('input', () => {
      this.#pages = 1;
      this.refresh();
    });
    this.#empty.hidden = this.#more.hidden = true;
    this.element = h('section', { label: t('clients') }, h('div', { class: 'tools' }, this.#search), this.#list, this.#empty, this.#more);
  }

  refresh(): void {
    void this.#load();
  }

  #older(): void {
    this.#pages += 1;
    this.refresh();
  }

  /** Asks for as many pages as are shown; a later question makes the answers to this one worthless. */
  async #load(): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const clients: Client[] = [];
      let after = '';
      let more = false;
      for (let page = 0; page < this.#pages; page += 1) {
        const answer = await this.desk.api.clients(this.#search.value, after);
        clients.push(...answer.clients);
        more = answer.next !== undefined;
        if (answer.next === undefined) break;
        after = answer.next;
      }
      if (asked !== this.#asked) return;
      this.#shown = clients;
      this.#rows.show(clients);
      this.#empty.hidden = this.#shown.length > 0;
      this.#more.hidden = !more;
    } catch (reason) {
      if (asked === this.#asked) this.desk.fail(reason);
    }
  }

  #row(client: Client): Row<Client> {
    const devices = h('ul', { class: 'devices' });
    const name = h('h2', {}, client.id);
    const kick = h('button', { class: 'danger small', testid: 'kick', label: `${t('kick')} ${client.id}` }, t('kick'));
    kick.addEventListener('click', () => askForKick(this.desk, client.id, () => this.refresh()));
    const element = h('li', { class: 'card', testid: 'client', attrs: { 'data-id': client.id } }, h('div', { class: 'card-head' }, name, kick), devices);
    let shown = '';
    return {
      element,
      update: (now) => {
        setText(name, now.id);
        const key = JSON.stringify(now.devices);
        if (key === shown) return;
        shown = key;
        devices.replaceChildren(
          ...now.devices.map((device) =>
            h(
              'li',
              {},
              ...[
                [t('address'), device.address],
                [t('device'), [device.device, device.tag && `(${device.tag})`].filter(Boolean).join(' ')],
                [t('protocol'), device.protocol],
                [t('room'), device.room],
                [t('since'), date(device.since)],
              ].map(([label, value]) => (value ? h('span', {}, h('b', {}, `${label} `), value) : null)),
            ),
          ),
        );
      },
    };
  }
}
