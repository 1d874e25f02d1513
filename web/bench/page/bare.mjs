// A bare WebSocket that speaks to the same server: what no SDK can beat.
import { COMMAND, head, open, OP, send, serialOf } from '../proto.mjs';
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

/** The place of a text's bytes in others. */
function indexOf(bytes, text) {
  return new TextDecoder('latin1').decode(bytes).indexOf(text);
}

/**
 * A function that sends the text once more and resolves with the ack, with
 * nothing that could be left out: the frame is encoded beforehand, and numbered in
 * its place.
 */
export function bareSender(socket, peerId, cid, text) {
  const content = JSON.stringify({ _lctext: text, _lctype: -1 });
  const id = crypto.randomUUID();
  // The serial is the last field, of up to five bytes.
  const encoded = send(peerId, undefined, cid, id, content);
  const frame = new Uint8Array(encoded.length + 6);
  frame.set(encoded);
  frame[encoded.length] = 5 << 3;
  const dt = indexOf(encoded, id);
  const waiting = new Map();
  let serial = 1;
  socket.onmessage = ({ data }) => {
    const acked = serialOf(new Uint8Array(data), COMMAND.ack);
    const resolve = waiting.get(acked);
    if (!resolve) return;
    waiting.delete(acked);
    resolve();
  };
  return () => {
    serial += 1;
    for (let n = 0, rest = serial; n < 8; n += 1, rest >>= 4) frame[dt + n] = '0123456789abcdef'.charCodeAt(rest & 15);
    let end = encoded.length + 1;
    let rest = serial;
    for (; rest >= 0x80; rest >>= 7) {
      frame[end] = (rest & 0x7f) | 0x80;
      end += 1;
    }
    frame[end] = rest;
    const number = serial;
    const promise = new Promise((resolve) => waiting.set(number, resolve));
    socket.send(frame.subarray(0, end + 1));
    return promise;
  };
}
