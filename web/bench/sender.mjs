// Another client, without an SDK, in the runner's process: it makes the
// conversations and sends what the page receives.
import WebSocket from 'ws';
import { head, open, send, start } from './proto.mjs';

const SENDER = 'bench-sender';
const text = new TextDecoder();

export class Sender {
  #socket;
  #serial = 1;
  #waiting = new Map();

  /** Logs in. */
  async open(server) {
    this.#socket = new WebSocket(server.replace(/^http/, 'ws'), 'lc.protobuf2.3');
    await new Promise((resolve, reject) => {
      this.#socket.once('open', resolve);
      this.#socket.once('error', reject);
    });
    this.#socket.on('message', (data) => {
      const frame = head(data);
      const waiting = this.#waiting.get(frame.serial);
      if (!waiting) return;
      this.#waiting.delete(frame.serial);
      waiting(frame);
    });
    await this.#request(() => open('dev', SENDER, this.#serial));
    return this;
  }

  #request(encode) {
    this.#serial += 1;
    return new Promise((resolve) => {
      this.#waiting.set(this.#serial, resolve);
      this.#socket.send(encode());
    });
  }

  /** Makes a new conversation with one other member; gives its id. */
  async conversation(peer) {
    const frame = await this.#request(() => start(SENDER, this.#serial, [SENDER, peer].sort()));
    return text.decode(head(frame.fields[110]).fields[4]);
  }

  /** Sends messages as fast as they are acknowledged, a window of them in flight. */
  async flood(cid, count, window = 1000) {
    const content = JSON.stringify({ _lctype: -1, _lctext: 'The quick brown fox jumps over the lazy dog. '.repeat(3) });
    let sent = 0;
    const lane = async () => {
      while (sent < count) {
        sent += 1;
        const n = sent;
        await this.#request(() => send(SENDER, this.#serial, cid, `${cid}-${n}`, content));
      }
    };
    await Promise.all(Array.from({ length: window }, lane));
  }

  close() {
    this.#socket.close();
  }
}
