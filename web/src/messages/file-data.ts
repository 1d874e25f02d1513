/** A file as `leancloud-storage` has it: what a FileMessage needs of an AV.File that was saved. */
export interface AVFile {
  /** The file's objectId. */
  id?: string | undefined;
  /** The file's name. */
  name(): string;
  /** Where the file is. */
  url(): string;
  /** All metadata, or one entry of it. */
  metaData(name?: string): any;
  /** For JSON.stringify and logs. */
  toJSON?(): any;
}

/** A file that is stored anywhere. Only its url is required. */
export interface FileData {
  /** Where the file is. */
  url: string;
  name?: string;
  /** What else is known of it: width and height in pixels, duration in seconds. */
  metaData?: Record<string, unknown>;
  /** Its length in bytes. */
  size?: number;
  /** Its format, such as `png`. */
  format?: string;
  /** The objectId of its `_File`, where it has one. */
  objId?: string;
}

/** How a file travels in a message (docs/protocol.md, Messages). @internal */
export interface FileContent {
  objId?: string;
  url: string;
  name?: string;
  size?: number;
  metaData?: Record<string, unknown>;
}

/** The file of a received message: it answers as an AV.File does. */
export class MessageFile implements AVFile {
  readonly #content: FileContent;

  /** @internal */
  constructor(content: FileContent) {
    this.#content = content;
  }

  /** The objectId of its `_File`; empty when it has none. */
  get id(): string {
    const { objId } = this.#content;
    return typeof objId === 'string' ? objId : '';
  }

  /** The file's name, if it is known. */
  name(): string {
    return (this.#content.metaData?.name ?? this.#content.name) as string;
  }

  /** Where the file is. */
  url(): string {
    return this.#content.url;
  }

  /** Its length in bytes, if it is known. */
  size(): number | undefined {
    return (this.#content.metaData?.size ?? this.#content.size) as number | undefined;
  }

  /** All metadata (`name`, `size`, `format`, `width`, `height`, `duration` and others), or one entry of it. */
  metaData(name?: string): any {
    const { metaData = {} } = this.#content;
    return name === undefined ? metaData : metaData[name];
  }

  /** For JSON.stringify and logs. */
  toJSON(): object {
    return { id: this.id, name: this.name(), url: this.url(), metaData: this.metaData() };
  }
}

/** @internal Whether file is one that answers as an AV.File does. */
export function isAVFile(file: unknown): file is AVFile {
  return typeof (file as Partial<AVFile> | null | undefined)?.url === 'function';
}

/** @internal How the file of a new message travels. Throws a TypeError for what is not a file, an Error for one that is not saved. */
export function fileContent(file: AVFile | FileData): FileContent {
  if (isAVFile(file)) {
    if (typeof file.id !== 'string') throw new Error('file must be saved before used to create a Message');
    return { objId: file.id, url: file.url(), metaData: { ...file.metaData(), name: file.name() } };
  }
  if (typeof file?.url !== 'string') throw new TypeError('file must be an AV.File or have a url');
  const { objId, url, name, metaData, size, format } = file;
  return { objId, url, metaData: { ...metaData, name, size, format } };
}
