// A bare WebSocket that speaks to the same server: what no SDK can beat.
import { COMMAND, head, open, OP } from '../proto.mjs';
import { deferred } from './clock.mjs';

/** Opens a session; resolves with the socket. */
export async function openBare(server, peerId) {
  const url = server.replace(/^http/, 'ws');
  const socket = new WebSocket(url, 'lc.protobuf2.3');
  socket.binaryType = 'arraybuffer';
  const { promise, resolve } = deferred();
  socket.onopen = () => socket.send(open('dev', peerId, 1));
  socket.onmessage = ({ data }) => {
    const { cmd, op } = head(new Uint8Array(data));
    if (cmd === COMMAND.session && op === OP.opened) resolve();
  };
  await promise;
  socket.onmessage = null;
  return socket;
}
