import { show } from '../data/check';
// Compiled to ES5, as message.ts.
import { messageType } from './decorators';
import { TypedMessage } from './typed';

/** A message of text. */
export class TextMessage extends TypedMessage {
  /** Throws a TypeError unless text is a string. */
  constructor(text = '') {
    if (typeof text !== 'string') throw new TypeError(`${show(text)} is not a string`);
    super();
    this.setText(text);
  }
}
messageType(-1)(TextMessage);
