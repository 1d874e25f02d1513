// Compiled to ES5, as message.ts.
import { messageField, messageType } from './decorators';
import { fileContent, isAVFile, MessageFile, type AVFile, type FileContent, type FileData } from './file-data';
import { TypedMessage } from './typed';

/** A message with a file (文件消息). The file itself is stored elsewhere: the message holds its url and metadata. */
export class FileMessage extends TypedMessage {
  /** @internal */
  declare static _summaryType: string;
  /** @internal */
  declare _lcfile: FileContent;
  /** @internal */
  declare _file: AVFile;

  /** Throws a TypeError for what is not a file, and an Error for an AV.File that is not saved. */
  constructor(file: AVFile | FileData) {
    const content = file instanceof Received ? file.content : fileContent(file);
    super();
    this._lcfile = content;
    this._file = isAVFile(file) ? file : new MessageFile(content);
  }

  /** The file: the AV.File that the message was made with, else a MessageFile, which answers as one. */
  getFile(): AVFile {
    return this._file;
  }

  /** The kind of file and its name: `[图片] cat.png`. */
  override get summary(): string {
    return `[${(this.constructor as typeof FileMessage)._summaryType}] ${this._file.name() || ''}`.trim();
  }

  /** For JSON.stringify and logs. */
  override toJSON(): object {
    const file = this.getFile();
    return { ...super.toJSON(), file: file.toJSON ? file.toJSON() : file };
  }

  /** @internal */
  static override parse(json: any, message?: any): any {
    const content = json && (json._lcfile as FileContent | undefined);
    if (!content) throw new Error('malformed FileMessage content');
    return super.parse(json, message || new this(new Received(content) as unknown as FileData));
  }
}
FileMessage._summaryType = '文件';
messageType(-6)(FileMessage);
messageField('_lcfile')(FileMessage);

/** The file of a message that is being parsed. Whether it has a url is the sender's affair. */
class Received {
  constructor(readonly content: FileContent) {}
}
