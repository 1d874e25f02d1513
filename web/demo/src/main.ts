import { readConfig } from './config.js';
import { errorText, sentence } from './errors.js';
import { remember } from './memory.js';
import { createRealtime, Session } from './session.js';
import { App } from './view/app.js';
import { Login } from './view/login.js';
import { applyTheme } from './view/theme.js';
import type { Realtime } from './sdk.js';

/** Where this tab keeps the name: two tabs can be two people. */
const NAME = 'name';

const memory = remember(() => sessionStorage);

let realtime: Realtime | null = null;
const login = new Login(start);

function showLogin(name = '', error = ''): void {
  memory.removeItem(NAME);
  document.title = 'Chat';
  document.body.replaceChildren(login.element);
  login.show(name, error && sentence(error));
}

function start(name: string): void {
  try {
    realtime ??= createRealtime(readConfig(location));
  } catch (error) {
    showLogin(name, errorText(error));
    return;
  }
  memory.setItem(NAME, name);
  const session = new Session(
    realtime,
    name,
    (client) => void app.start(client, memory),
    (reason) => {
      app.close();
      showLogin(name, reason);
    },
  );
  const app = new App(session, () => {
    app.close();
    void session.close();
    history.replaceState(null, '', location.pathname + location.search);
    showLogin();
  });
  document.body.replaceChildren(app.element);
}

applyTheme();
const known = memory.getItem(NAME);
if (known) start(known);
else showLogin();
