// Compiled to ES5, as message.ts.
import { messageType } from './decorators';
import { FileMessage } from './file';

/** A message with an image; `width` and `height` belong into its metadata (图片消息). */
export class ImageMessage extends FileMessage {}
ImageMessage._summaryType = '图片';
messageType(-2)(ImageMessage);
