// A socket that closes in the middle of a login: the login rejects at once
// with the close code's error (the official SDK waits out its 20 seconds).
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { before, describe, it } from 'node:test';
import { WebSocketServer } from 'ws';
import { cleanup } from './support/cleanup.mjs';
import { ourSDK } from './support/ours.mjs';

const ending = cleanup();
let sdk;

before(async () => {
  sdk = await ourSDK();
});

/** A server that answers the first frame of each connection with `end`. */
async function serverThat(end) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: (protocols) => [...protocols][0] });
  await once(server, 'listening');
  server.on('connection', (socket) => socket.once('message', () => end(socket)));
  ending.after(() => server.close());
  return `ws://127.0.0.1:${server.address().port}`;
}

let apps = 0;
function realtimeTo(url) {
  apps += 1;
  const realtime = new sdk.Realtime({ appId: `closed-${apps}`, appKey: 'k', server: 'http://127.0.0.1:9', RTMServers: url });
  ending.after(() => realtime.close());
  return realtime;
}

describe('a socket that closes in the middle of a login', () => {
  for (const [code, name] of [
    [4102, 'SIGNATURE_FAILED'],
    [4103, 'INVALID_LOGIN'],
    [4100, 'APP_NOT_AVAILABLE'],
    [4200, 'INTERNAL_ERROR'],
  ]) {
    it(`with ${code} rejects with ${name}`, async () => {
      const realtime = realtimeTo(await serverThat((socket) => socket.close(code, name)));
      await assert.rejects(realtime.createIMClient('Tom'), (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.code, code);
        assert.equal(error.name, name);
        return true;
      });
    });
  }

  it('without a code rejects with 1006, and the next login dials anew', async () => {
    let connections = 0;
    const realtime = realtimeTo(
      await serverThat((socket) => {
        connections += 1;
        socket.terminate();
      }),
    );
    const rejects = () => assert.rejects(realtime.createIMClient('Tom'), (error) => error.code === 1006);
    await rejects();
    await rejects();
    assert.equal(connections, 2);
  });
});
