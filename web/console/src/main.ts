import { applyTheme, nameThemes } from '../../demo/src/view/theme.js';
import { Api } from './api.js';
import { language, t } from './text.js';
import { Frame } from './view/frame.js';
import { Login } from './view/login.js';

// The key is kept for this tab only, and nowhere else.
const KEY = 'console-key';
const APP = 'console-app';

const read = (name: string): string => {
  try {
    return sessionStorage.getItem(name) ?? '';
  } catch {
    return ''; // storage is switched off: the key is asked for after each reload
  }
};
const write = (name: string, value: string): void => {
  try {
    if (value) sessionStorage.setItem(name, value);
    else sessionStorage.removeItem(name);
  } catch {
    // as above
  }
};

let frame: Frame | null = null;

function lock(error = ''): void {
  frame?.close();
  frame = null;
  write(KEY, '');
  document.querySelectorAll('dialog').forEach((dialog) => dialog.close());
  const login = new Login(open, error);
  document.body.replaceChildren(login.element);
  login.focus();
}

async function open(key: string): Promise<void> {
  const apps = await Api.apps(key);
  write(KEY, key);
  const remembered = read(APP);
  show(key, apps, apps.includes(remembered) ? remembered : (apps[0] ?? ''));
}

function show(key: string, apps: string[], app: string): void {
  frame?.close();
  write(APP, app);
  frame = new Frame(new Api(key, app), apps, { lock, choose: (other) => show(key, apps, other) });
  document.body.replaceChildren(frame.element);
  frame.start();
}

applyTheme();
nameThemes({ light: t('light'), dark: t('dark') });
document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
document.title = t('title');
const kept = read(KEY);
if (kept) open(kept).catch(() => lock());
else lock();
