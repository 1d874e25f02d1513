// Compiled to ES5, as message.ts.
import { messageField, messageType } from './decorators';
import { TypedMessage } from './typed';

/** Tells a group that its sender has read up to now. Sent and taken in by GroupchatReceiptsPlugin. */
export class ReadReceipt extends TypedMessage {
  /** It concerns only who is online: others ask when they come. */
  static readonly sendOptions = { transient: true };

  /** `timestamp` is that of the last message that was read. */
  constructor(timestamp?: Date | number) {
    super();
    if (timestamp !== undefined) this.timestamp = new Date(timestamp);
  }
}
messageType(-101)(ReadReceipt);
messageField(['timestamp'])(ReadReceipt);
