import { show } from '../data/check';
/** A class with the members that the decorators give it. @internal */
export interface Decorated {
  TYPE?: number;
  _customFields?: string[];
  validate?(json: any): boolean;
  prototype: any;
}

/** A validate that does nothing but compare the type: the parser need not call it. @internal */
export interface TypeCheck {
  (json: any): boolean;
  _type?: number;
}

/**
 * Decorates a TypedMessage class with its type: positive numbers are the
 * application's. Messages of this type are parsed by this class once it is
 * registered (Realtime#register). Throws a TypeError unless type is a number.
 */
export function messageType(type: number): (target: any) => void {
  if (typeof type !== 'number') throw new TypeError(`${show(type)} is not a Number`);
  return (target: Decorated) => {
    target.TYPE = type;
    const validate: TypeCheck = (json: any) => json._lctype === type;
    validate._type = type;
    target.validate = validate;
    target.prototype._getType = () => ({ _lctype: type });
  };
}

/**
 * Decorates a TypedMessage class with the names of properties that travel
 * with its messages, besides those of its base class. Throws a TypeError
 * unless fields is a name or a list of names.
 */
export function messageField(fields: string | string[]): (target: any) => void {
  if (typeof fields !== 'string') {
    if (!Array.isArray(fields)) throw new TypeError(`${show(fields)} is not an Array`);
    if (fields.some((field) => typeof field !== 'string')) {
      throw new TypeError('fields contains non-string typed member');
    }
  }
  return (target: Decorated) => {
    const inherited = Array.isArray(target._customFields) ? target._customFields : [];
    target._customFields = inherited.concat(fields);
  };
}

/** Was needed for classes to work in Internet Explorer 10. Returns the class as it is. */
export function IE10Compatible<T>(target: T): T {
  return target;
}
