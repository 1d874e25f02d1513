// Compiled to ES5, as message.ts.
import { omitUndefined } from '../data/plain';
import { messageField, type Decorated } from './decorators';
import { Message, type Payload } from './message';

/**
 * The base of messages with a type, a text and attributes. Subclasses are
 * decorated with messageType, and with messageField for further properties.
 */
export class TypedMessage extends Message {
  /** The class's type, set by messageType. */
  declare static TYPE: number;
  /** @internal */
  declare static _customFields: string[] | undefined;
  /** @internal */
  declare _lctext: string | undefined;
  /** @internal */
  declare _lcattrs: object | undefined;

  /** The class's type. */
  get type(): number {
    return (this.constructor as typeof TypedMessage).TYPE;
  }

  /** The text of the message; undefined when it has none. */
  get text(): string {
    return this.getText();
  }
  set text(text: string) {
    this.setText(text);
  }

  /** What the application adds to the message (自定义属性). */
  get attributes(): any {
    return this.getAttributes();
  }
  set attributes(attributes: object) {
    this.setAttributes(attributes);
  }

  /** A text that stands for the message in lists of conversations. */
  get summary(): string {
    return this.text;
  }

  /** The same as `text`. */
  getText(): string {
    return this._lctext as string;
  }

  /** Sets the text. */
  setText(text: string): this {
    this._lctext = text;
    return this;
  }

  /** The same as `attributes`. */
  getAttributes(): any {
    return this._lcattrs;
  }

  /** Sets what the application adds to the message. */
  setAttributes(attributes: object): this {
    this._lcattrs = attributes;
    return this;
  }

  override getPayload(): Payload {
    const payload: Record<string, unknown> = { _lctext: this.getText(), _lcattrs: this.getAttributes() };
    return omitUndefined(Object.assign(payload, this._getCustomFields(), this._getType()));
  }

  override toJSON(): object {
    const json: Record<string, unknown> = this._toJSON();
    json.type = this.type;
    json.text = this.text;
    json.attributes = this.attributes;
    json.summary = this.summary;
    return json;
  }

  override toFullJSON(): object {
    return Object.assign(super.toFullJSON(), { data: this.getPayload() });
  }

  static override parse(json: any, message: any = new this()): any {
    message.content = json;
    const fields = customFields(message.constructor);
    for (let i = 0; i < fields.length; i += 1) message[fields[i]!] = json[fields[i]!];
    return super.parse(json, message);
  }

  /** @internal Overridden by messageType. */
  _getType(): object {
    throw new Error('not implemented');
  }

  /** @internal */
  _getCustomFields(): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    const names = customFields(this.constructor);
    for (let i = 0; i < names.length; i += 1) fields[names[i]!] = (this as any)[names[i]!];
    return fields;
  }
}
messageField(['_lctext', '_lcattrs'])(TypedMessage);

function customFields(target: unknown): string[] {
  const fields = (target as Decorated)._customFields;
  if (!Array.isArray(fields)) return [];
  return fields.every(isString) ? fields : fields.filter(isString);
}

function isString(field: unknown): boolean {
  return typeof field === 'string';
}
