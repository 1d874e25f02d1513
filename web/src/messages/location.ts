// Compiled to ES5, as message.ts.
import { messageField, messageType } from './decorators';
import { TypedMessage } from './typed';

/** A place on earth, in degrees; an AV.GeoPoint of `leancloud-storage` is one. */
export interface GeoPoint {
  latitude: number;
  longitude: number;
  /** For JSON.stringify and logs. */
  toJSON?(): any;
}

/** A message with a place (位置消息). */
export class LocationMessage extends TypedMessage {
  /** @internal */
  declare _lcloc: { latitude: number; longitude: number };
  /** @internal */
  declare _geoPoint: GeoPoint;

  /** Throws a TypeError unless geoPoint has a latitude and a longitude. */
  constructor(geoPoint: GeoPoint) {
    if (!geoPoint || typeof geoPoint.latitude !== 'number' || typeof geoPoint.longitude !== 'number') {
      throw new TypeError('geoPoint must be an AV.GeoPoint or have latitude and longitude');
    }
    super();
    this._geoPoint = geoPoint;
    this._lcloc = { latitude: geoPoint.latitude, longitude: geoPoint.longitude };
  }

  /** The place: what the message was made with, or `{ latitude, longitude }` of a received one. */
  getLocation(): GeoPoint {
    return this._geoPoint;
  }

  /** That it is a place, and the text: `[位置] the office`. */
  override get summary(): string {
    return `[位置] ${this.text || ''}`.trim();
  }

  /** For JSON.stringify and logs. */
  override toJSON(): object {
    const location = this.getLocation();
    return { ...super.toJSON(), location: location.toJSON ? location.toJSON() : location };
  }

  /** @internal */
  static override parse(json: any, message?: any): any {
    const { latitude, longitude } = json._lcloc;
    return super.parse(json, message || new this({ latitude, longitude }));
  }
}
messageType(-5)(LocationMessage);
messageField('_lcloc')(LocationMessage);
