import { h } from '../../../demo/src/view/dom.js';
import { t } from '../text.js';
import { ask } from './ask.js';
import type { Desk } from './frame.js';

/** Asks whether a client is to be kicked, and why. */
export function askForKick(desk: Desk, client: string, done: () => void): void {
  const reason = h('input', { id: 'reason', testid: 'kick-reason', attrs: { maxlength: '20', autocomplete: 'off' } });
  ask({
    title: t('kickTitle', client),
    hint: t('kickHint'),
    word: 'kick',
    testid: 'kick-confirm',
    field: { label: t('reason'), input: reason },
    act: () => {
      desk.api.kick(client, reason.value).then(
        () => {
          desk.say(t('kicked', client));
          done();
        },
        (error: unknown) => desk.fail(error),
      );
    },
  });
}
