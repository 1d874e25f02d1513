// A few schedules of faults with pages of both SDKs, a native client, reloads and a
// server that is killed; make chaos runs many.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { mkdirSync } from 'node:fs';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('loses, doubles and turns nothing in schedules of faults', () => {
  mkdirSync(`${root}web/test/out`, { recursive: true });
  const imchaos = `${root}web/test/out/imchaos`;
  const run = (...command) => spawnSync(command[0], command.slice(1), { cwd: root, encoding: 'utf8', timeout: 170_000 });
  const built = run(process.env.GO ?? 'go', 'build', '-o', imchaos, './cmd/imchaos');
  assert.equal(built.status, 0, built.stderr);
  const { status, stdout, stderr } = run(imchaos, '--pages', '--schedules', '3');
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /^the official SDK, beside: [1-9]\d* to be told, /m);
  assert.match(stdout, /^3 schedules, [1-9]\d* acked, 0 lost, 0 doubled, 0 out of order\n$/m);
});
