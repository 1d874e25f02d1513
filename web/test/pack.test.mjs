// The package as npm would publish it, in a project of its own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cleanup } from './support/cleanup.mjs';
import { packedProject } from './support/packed.mjs';
import { startServer } from './support/server.mjs';

const run = promisify(execFile);
const web = fileURLToPath(new URL('..', import.meta.url));
const ending = cleanup();
let server;
let project;
let files;
let tarball;

before(async () => {
  server = await startServer(ending);
  ({ project, files, tarball } = await packedProject(ending));
});

const program = (load) => `
${load}
const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: process.argv[2] });
realtime.createIMClient('packed').then(async (client) => {
  const conversation = await client.createConversation({ members: ['other'] });
  await conversation.send(new TextMessage('from a package'));
  const [message] = await conversation.queryMessages({ limit: 1 });
  console.log(message.text);
  await client.close();
});
`;

describe('the packed npm package', () => {
  it('holds what runs and its types, and no sources or tests', () => {
    for (const needed of ['dist/imclient.js', 'dist/imclient.worker.js', 'dist/imclient.wasm', 'dist/node.js', 'dist/node.cjs', 'dist/index.d.ts']) {
      assert.ok(files.includes(needed), `${needed} is missing`);
    }
    assert.deepEqual(files.filter((file) => /^(src|test|demo|node_modules)\//.test(file)), []);
  });

  for (const [kind, file, load] of [
    ['import', 'program.mjs', "import { Realtime, TextMessage } from 'imclient';"],
    ['require', 'program.cjs', "const { Realtime, TextMessage } = require('imclient');"],
  ]) {
    it(`works with ${kind}, and the process ends by itself once the client is closed`, async () => {
      writeFileSync(join(project, file), program(load));
      const { stdout, stderr } = await run(process.execPath, [file, server.url], { cwd: project, timeout: 30_000 });
      assert.equal(stdout.trim(), 'from a package');
      assert.equal(stderr, '');
    });
  }

  it('has the subpaths of the official SDK, and is one package under all of them', async () => {
    const paths = ['imclient', 'imclient/im', 'imclient/core', 'imclient/es-latest', 'imclient/es-latest/im'];
    const same = (get) => `const all = [${paths.map((path) => `${get}('${path}')`)}];
(async () => console.log(new Set((await Promise.all(all)).map((each) => each.Realtime)).size))();`;
    writeFileSync(join(project, 'subpaths.cjs'), same('require'));
    writeFileSync(join(project, 'subpaths.mjs'), same('import'));
    for (const file of ['subpaths.cjs', 'subpaths.mjs']) {
      assert.equal((await run(process.execPath, [file], { cwd: project })).stdout.trim(), '1', file);
    }
  });

  it('answers to the official SDK’s name where npm installs it under it', async (t) => {
    // As `npm i leancloud-realtime@npm:imclient` does from a registry; here from the tarball, offline.
    const aliased = realpathSync(mkdtempSync(join(tmpdir(), 'imclient-alias-')));
    t.after(() => rmSync(aliased, { recursive: true }));
    const dependencies = { 'leancloud-realtime': `file:${tarball}`, ws: `file:${join(web, 'node_modules/ws')}` };
    writeFileSync(join(aliased, 'package.json'), JSON.stringify({ name: 'user', private: true, dependencies }));
    const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', ['install', ...quiet, '--cache', join(aliased, 'cache')], { cwd: aliased });
    // A library that imports the official name, and a program that does: both get ours, and it is one.
    const library = join(aliased, 'node_modules/library');
    mkdirSync(library);
    writeFileSync(join(library, 'package.json'), JSON.stringify({ name: 'library', main: 'index.cjs' }));
    writeFileSync(join(library, 'index.cjs'), "exports.Message = require('leancloud-realtime/im').TextMessage;");
    const load = "const { Realtime, TextMessage } = require('leancloud-realtime');";
    const one = "if (require('library').Message !== TextMessage || !Realtime.prototype.close) throw new Error('not ours');";
    writeFileSync(join(aliased, 'program.cjs'), program(load + one));
    const { stdout } = await run(process.execPath, ['program.cjs', server.url], { cwd: aliased, timeout: 30_000 });
    assert.equal(stdout.trim(), 'from a package');
  });

  it('has types that a strict program compiles against', async () => {
    writeFileSync(
      join(project, 'program.ts'),
      `import { Realtime, TextMessage, Event, type IMClient, type Message } from 'imclient';
export async function main(): Promise<Message[]> {
  const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: 'http://127.0.0.1' });
  const client: IMClient = await realtime.createIMClient('Tom');
  client.on(Event.MESSAGE, (message, conversation) => {
    const from: string = message.from;
    const id: string = conversation.id;
    console.log(from, id);
  });
  const conversation = await client.createConversation({ members: ['Jerry'], name: 'x', custom: 1 });
  const sent: TextMessage = await conversation.send(new TextMessage('hello'));
  console.log(sent.text.length);
  return conversation.queryMessages({ limit: 10 });
}
`,
    );
    for (const options of [
      ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
      ['--module', 'esnext', '--moduleResolution', 'bundler'],
    ]) {
      await run(
        process.execPath,
        [join(web, 'node_modules/typescript/bin/tsc'), '--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom', ...options, 'program.ts'],
        { cwd: project },
      ).catch((error) => assert.fail(error.stdout || error.message));
    }
  });

  it('has types of its own for CommonJS programs', async () => {
    writeFileSync(
      join(project, 'program.cts'),
      `import { Realtime } from 'imclient';
import AV = require('imclient');
export const realtime: AV.Realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: 'http://127.0.0.1' });
export const priority: number = AV.MessagePriority.HIGH;
`,
    );
    const compiler = join(web, 'node_modules/typescript/bin/tsc');
    const options = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom', '--module', 'nodenext'];
    await run(process.execPath, [compiler, ...options, 'program.cts'], { cwd: project }).catch((error) =>
      assert.fail(error.stdout || error.message),
    );
  });
});
