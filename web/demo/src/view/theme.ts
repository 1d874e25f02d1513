import { remember } from '../memory.js';
import { h } from './dom.js';
import { icon } from './icons.js';

const memory = remember(() => localStorage);
const KEY = 'theme';
type Theme = 'light' | 'dark';

const systemDark = matchMedia('(prefers-color-scheme: dark)');

function chosen(): Theme | null {
  const saved = memory.getItem(KEY);
  return saved === 'light' || saved === 'dark' ? saved : null;
}

function current(): Theme {
  return chosen() ?? (systemDark.matches ? 'dark' : 'light');
}

/** Follows the system's theme until the user chooses one with the toggle. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = current();
}

/** What the toggle is called while it leads to one theme or the other. */
const names: Record<Theme, string> = { light: 'Switch to the light theme', dark: 'Switch to the dark theme' };

let showToggle = (): void => {};

/** Gives the toggle other names: those of a page in another language. */
export function nameThemes(given: Record<Theme, string>): void {
  Object.assign(names, given);
  showToggle();
}

function createToggle(): HTMLButtonElement {
  const button = h('button', { class: 'icon-button', testid: 'theme-toggle' });
  const show = (): void => {
    const next: Theme = current() === 'dark' ? 'light' : 'dark';
    button.replaceChildren(icon(next === 'dark' ? 'moon' : 'sun'));
    button.setAttribute('aria-label', names[next]);
    button.title = names[next];
  };
  button.addEventListener('click', () => {
    memory.setItem(KEY, current() === 'dark' ? 'light' : 'dark');
    applyTheme();
    show();
  });
  systemDark.addEventListener('change', () => {
    applyTheme();
    show();
  });
  showToggle = show;
  show();
  return button;
}

/** The button that switches between light and dark: one, on whichever screen is shown. */
export const themeToggle = createToggle();
