import { h } from './dom.js';

export interface Tab {
  name: string;
  testid: string;
  content: () => HTMLElement;
}

/** Tabs above one panel; arrow keys move between them. */
export function tabs(list: readonly Tab[]): HTMLElement {
  const panel = h('div', { class: 'tab-panel', role: 'tabpanel', id: 'tab-panel' });
  const buttons = list.map(({ name, testid }) =>
    h('button', { role: 'tab', testid, attrs: { 'aria-controls': 'tab-panel' } }, name),
  );
  const select = (index: number): void => {
    const tab = list[index];
    if (!tab) return;
    buttons.forEach((button, at) => {
      button.setAttribute('aria-selected', String(at === index));
      button.tabIndex = at === index ? 0 : -1;
    });
    panel.setAttribute('aria-label', tab.name);
    panel.replaceChildren(tab.content());
  };
  buttons.forEach((button, index) => {
    button.addEventListener('click', () => {
      select(index);
      panel.querySelector('input')?.focus();
    });
    button.addEventListener('keydown', ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (step === undefined) return;
      const next = (index + step + list.length) % list.length;
      select(next);
      buttons[next]?.focus();
    });
  });
  select(0);
  return h('div', { class: 'tabs' }, h('div', { class: 'tab-list', role: 'tablist' }, ...buttons), panel);
}
