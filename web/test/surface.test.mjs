// docs/surface.md: what it says shows a line of the API is there, and no line is missing.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as official from 'leancloud-realtime';
import { differences } from './contract/differences.mjs';
import { features } from './contract/features.mjs';
import { allCases } from './contract/run.mjs';

const read = (name) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const quoted = (text) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

/** The rows of a table of docs/surface.md, as lists of cells. */
function rows(section) {
  const [, rest] = read('surface.md').split(`## ${section}\n`);
  const table = rest.split('\n## ')[0].split('\n').filter((line) => line.startsWith('| '));
  return table.slice(2).map((line) => line.slice(2, -2).split(' | '));
}

const METHODS = [
  'id', 'close', 'createChatRoom', 'createConversation', 'createTemporaryConversation', 'emit', 'getChatRoomQuery',
  'getConversation', 'getConversations', 'getQuery', 'getServiceConversationQuery', 'off', 'on', 'once',
  'parseConversation', 'parseMessage', 'ping',
];
/** Events of a conversation alone. */
const ITS_OWN = ['INFO_UPDATED', 'LAST_DELIVERED_AT_UPDATE', 'LAST_READ_AT_UPDATE', 'MESSAGE'];

describe('docs/surface.md', () => {
  const sections = ['Methods of IMClient', 'Events of IMClient', 'The rest of the API', 'How it behaves'];

  it('names cases and tests that there are', async () => {
    const cases = new Set((await allCases(features)).map(({ name }) => name));
    for (const row of sections.flatMap(rows)) {
      const shown = quoted(row.at(-1));
      assert.notEqual(shown.length, 0, `nothing shows ${row[0]}`);
      for (const name of shown) {
        const there = name.endsWith('.mjs') ? existsSync(new URL(name, import.meta.url)) : cases.has(name);
        assert.ok(there, `there is no ${name}`);
      }
    }
  });

  it('lists each method of a client', () => {
    assert.deepEqual([...new Set(rows('Methods of IMClient').flatMap(([method]) => quoted(method)))], METHODS);
  });

  it('lists each event of a client', () => {
    const listed = rows('Events of IMClient').flatMap(([event]) => quoted(event));
    assert.equal(new Set(listed).size, listed.length);
    const all = Object.keys(official.Event ?? official.default.Event).filter((name) => !ITS_OWN.includes(name) || name === 'MESSAGE');
    assert.deepEqual(listed.toSorted(), all.filter((name) => name !== 'UNHANDLED_MESSAGE').toSorted());
  });
});

describe('the Go client in docs/surface.md', () => {
  const folder = new URL('../../core/native/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.go'));
  const source = (tests) =>
    files.filter((name) => name.endsWith('_test.go') === tests).map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const table = rows('In Go');

  it('has all methods and events', () => {
    const all = ['Methods of IMClient', 'Events of IMClient'].flatMap(rows).flatMap(([name]) => quoted(name));
    assert.deepEqual(table.flatMap(([name]) => quoted(name)), [...new Set(all)]);
  });

  it('names what there is, and tests of it', () => {
    const [code, tests] = [source(false), source(true)];
    for (const [name, form, shown] of table) {
      for (const each of /^none|plain/.test(form) ? [] : form.matchAll(/\b([A-Z]\w+)\b(?!\.)/g)) {
        assert.match(code, new RegExp(`^\t?(func |func \\(.*\\) |type )?${each[1]}\\b`, 'm'), `${name}: ${each[1]}`);
      }
      for (const test of quoted(shown)) assert.match(tests, new RegExp(`^func ${test}\\(`, 'm'), `${name}: ${test}`);
    }
  });
});

describe('docs/differences.md', () => {
  const page = read('differences.md');
  const [above, rest] = page.split('## Where the contract shows them');
  const table = rest.split('\n## ')[0].split('\n').filter((line) => line.startsWith('| ')).slice(2);
  const entries = table.map((line) => line.slice(2, -2).split(' | '));

  it('has an entry for each case that differs, once', () => {
    const shown = entries.flatMap(([, cases]) => quoted(cases));
    assert.deepEqual(shown.toSorted(), Object.keys(differences).toSorted());
  });

  it('has the entries that its table names', () => {
    for (const [entry] of entries) assert.ok(above.replaceAll('\n', ' ').includes(`**${entry}`), entry);
  });
});
