// Compiled to ES5, as message.ts.
import { messageType } from './decorators';
import { FileMessage } from './file';

/** A message with a recording; `duration`, in seconds, belongs into its metadata (语音消息). */
export class AudioMessage extends FileMessage {}
AudioMessage._summaryType = '语音';
messageType(-3)(AudioMessage);
