import { show } from '../data/check';
// Compiled to ES5, as message.ts.
import { encodeBase64 } from '../data/base64';
import { Message } from './message';

/** A message of bytes. */
export class BinaryMessage extends Message {
  /** Throws a TypeError unless buffer is an ArrayBuffer. */
  constructor(buffer: ArrayBuffer) {
    if (!(buffer instanceof ArrayBuffer)) throw new TypeError(`${show(buffer)} is not an ArrayBuffer`);
    super(buffer);
  }

  /** The bytes. */
  get buffer(): ArrayBuffer {
    return this.content;
  }
  set buffer(buffer: ArrayBuffer) {
    this.content = buffer;
  }

  static override validate(content: any): boolean {
    return content instanceof ArrayBuffer;
  }

  /** For JSON.stringify and logs; the bytes are base64. */
  override toJSON(): object {
    const json = this._toJSON();
    json.data = encodeBase64(this.content);
    return json;
  }

  override toFullJSON(): object {
    return Object.assign(super.toFullJSON(), { bin: true, data: encodeBase64(this.content) });
  }
}
