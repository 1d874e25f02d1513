// Messages with files and places: ours, and those that the published plugin
// makes of our TypedMessage, beside those that it makes of the official one.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { officialSDK } from '../support/official.mjs';
import { load } from '../support/source.mjs';

const require = createRequire(import.meta.url);
const AV = require('leancloud-storage');
const initPlugin = require('leancloud-realtime-plugin-typed-messages');

AV.init({ appId: 'app', appKey: 'key', serverURL: 'http://127.0.0.1:1' });
const ours = await load(['exports']);
const official = officialSDK();
const theirs = initPlugin(AV, official);
const onOurs = initPlugin(AV, ours);
const KINDS = ['FileMessage', 'ImageMessage', 'AudioMessage', 'VideoMessage'];

/** A file as it is after it was saved. */
function saved() {
  const file = AV.File.withURL('cat.png', 'https://files.example/cat.png', { width: 3, height: 4 });
  file.id = 'file1';
  return file;
}

function facts(message) {
  const { id: _id, timestamp: _t, updatedAt: _u, file, ...json } = JSON.parse(JSON.stringify(message));
  return [message.constructor.name, message.getPayload(), message.summary, json, file?.url];
}

for (const [title, given] of [
  ['built in', ours],
  ['of the published plugin on our TypedMessage', onOurs],
]) {
  describe(`rich messages ${title}`, () => {
    for (const kind of KINDS) {
      it(`${kind} is as the plugin’s`, () => {
        const make = (namespace) => new namespace[kind](saved()).setText('a cat').setAttributes({ a: 1 });
        assert.deepEqual(facts(make(given)), facts(make(theirs)));
        assert.equal(given[kind].TYPE, theirs[kind].TYPE);
      });
    }

    it('LocationMessage is as the plugin’s', () => {
      const make = ({ LocationMessage }) => new LocationMessage(new AV.GeoPoint(31.5, -2)).setText('here');
      assert.deepEqual(facts(make(given)), facts(make(theirs)));
      assert.deepEqual(make(given).toJSON().location, make(theirs).toJSON().location);
    });

    it('are parsed by their classes', async () => {
      const parser = new ours.MessageParser({ messageClasses: [ours.Message] });
      parser.register(given.TypedMessagesPlugin.messageClasses);
      for (const kind of KINDS) {
        const message = await parser.parse(JSON.stringify(new given[kind](saved()).setText('t').getPayload()));
        assert.ok(message instanceof given[kind]);
        assert.deepEqual(
          [message.getFile().url(), message.getFile().name(), message.getFile().metaData('width'), message.text],
          ['https://files.example/cat.png', 'cat.png', 3, 't'],
        );
      }
      const place = await parser.parse({ _lctype: -5, _lcloc: { latitude: 1, longitude: 2 } });
      assert.deepEqual([place.getLocation().latitude, place.getLocation().longitude], [1, 2]);
    });

    it('refuse what is not a file or place', () => {
      assert.throws(() => new given.ImageMessage(AV.File.withURL('a', 'http://a')), /file must be saved/);
      for (const wrong of [undefined, null, 42, {}]) {
        assert.throws(() => new given.ImageMessage(wrong), TypeError);
        assert.throws(() => new given.LocationMessage(wrong), TypeError);
      }
    });
  });
}

describe('rich messages without leancloud-storage', () => {
  it('take a plain file', () => {
    const file = { url: 'http://a/b.mp3', name: 'b.mp3', size: 10, format: 'mp3', metaData: { duration: 2 }, objId: 'o' };
    const message = new ours.AudioMessage(file);
    assert.deepEqual(message.getPayload(), {
      _lctype: -3,
      _lcfile: { objId: 'o', url: 'http://a/b.mp3', metaData: { duration: 2, name: 'b.mp3', size: 10, format: 'mp3' } },
    });
    assert.equal(message.summary, '[语音] b.mp3');
    assert.deepEqual([message.getFile().id, message.getFile().size(), message.getFile().metaData('duration')], ['o', 10, 2]);
  });

  it('take a file of which only the url is known', () => {
    const message = new ours.FileMessage({ url: 'http://a' });
    assert.deepEqual(message.getPayload(), { _lctype: -6, _lcfile: { url: 'http://a', metaData: {} } });
    assert.equal(message.summary, '[文件]');
    assert.equal(message.getFile().name(), undefined);
  });

  it('take a plain place', () => {
    const message = new ours.LocationMessage({ latitude: 1, longitude: 2 }).setText('home');
    assert.deepEqual(message.getPayload(), { _lctype: -5, _lctext: 'home', _lcloc: { latitude: 1, longitude: 2 } });
    assert.equal(message.summary, '[位置] home');
  });

  it('read names and sizes where other programs write them', async () => {
    const parser = new ours.MessageParser({ messageClasses: ours.TypedMessagesPlugin.messageClasses });
    const message = await parser.parse({ _lctype: -6, _lcfile: { url: 'u', name: 'n', size: 5 } });
    assert.deepEqual([message.getFile().name(), message.getFile().size(), message.getFile().id], ['n', 5, '']);
  });

  it('are bases of classes that were compiled to ES5', () => {
    function Sketch(file) {
      return ours.ImageMessage.call(this, file) || this;
    }
    Sketch.prototype = Object.create(ours.ImageMessage.prototype, { constructor: { value: Sketch } });
    Object.setPrototypeOf(Sketch, ours.ImageMessage);
    const sketch = new Sketch({ url: 'u', name: 's' });
    assert.ok(sketch instanceof ours.ImageMessage);
    assert.equal(sketch.summary, '[图片] s');
  });
});

describe('Protocols', () => {
  it('has the official numbers', () => {
    for (const [name, values] of Object.entries(ours.Protocols)) {
      const known = official.Protocols[name];
      for (const [key, value] of Object.entries(known)) assert.equal(values[key], value, `${name}.${key}`);
    }
    assert.equal(ours.Protocals, ours.Protocols);
  });
});
