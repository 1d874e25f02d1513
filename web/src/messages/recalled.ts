// Compiled to ES5, as message.ts.
import { messageType } from './decorators';
import { TypedMessage } from './typed';

/** What is left of a message that its sender recalled. */
export class RecalledMessage extends TypedMessage {
  override get summary(): string {
    return '[该消息已撤回]';
  }
}
messageType(-127)(RecalledMessage);
