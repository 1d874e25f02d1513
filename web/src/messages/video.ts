// Compiled to ES5, as message.ts.
import { messageType } from './decorators';
import { FileMessage } from './file';

/** A message with a video; `duration`, in seconds, belongs into its metadata (视频消息). */
export class VideoMessage extends FileMessage {}
VideoMessage._summaryType = '视频';
messageType(-4)(VideoMessage);
