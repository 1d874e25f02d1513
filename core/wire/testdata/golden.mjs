// The official SDK as the judge of the codec.
//
//   node golden.mjs DIR emit   prints its encodings, one JSON object a line
//   node golden.mjs DIR echo   reads {"message", "hex"} lines, decodes each,
//                              encodes it again and prints {"hex"} or {"error"}
//
// DIR is the directory of the package leancloud-realtime. Values are printed
// with field names as keys: integers as decimal strings, bytes as hex.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

const [dir, mode] = process.argv.slice(2);
const { Protocols } = createRequire(import.meta.url)(resolve(dir));
const declarations = Protocols.GenericCommand.$type.parent.children;
const types = new Map(
  declarations.filter((d) => d.className === 'Message').map((d) => [d.name, d]),
);
const fieldsOf = (type) => type.children.filter((c) => c.className === 'Message.Field');

const texts = ['', 'a', '会话 😀 é', 'x'.repeat(300)];
const int32s = [0, 1, -1, 127, 128, 2147483647, -2147483648];
const int64s = ['0', '1', '-1', '1768176000123', '9223372036854775807', '-9223372036854775808'];
const blobs = ['', '00ff80', 'ab'.repeat(300)];

/** The values to try in one field, as {set, shown} pairs. */
function samples(field) {
  const same = (v) => ({ set: v, shown: v });
  switch (field.type.name) {
    case 'string':
      return texts.map(same);
    case 'bool':
      return [false, true].map(same);
    case 'int32':
      return int32s.map((v) => ({ set: v, shown: String(v) }));
    case 'int64':
      return int64s.map((v) => ({ set: v, shown: v }));
    case 'bytes':
      return blobs.map((v) => ({ set: Buffer.from(v, 'hex'), shown: v }));
    case 'enum':
      return enumValues(field.resolvedType).map((v) => ({ set: v.id, shown: String(v.id) }));
    case 'message':
      return [filled(field.resolvedType, (f) => f.required), filled(field.resolvedType, () => true)];
    default:
      throw new Error(`no samples for ${field.type.name}`);
  }
}

function enumValues(type) {
  return type.children.filter((c) => c.className === 'Enum.Value');
}

/** A value of the message with the chosen fields set, lists to three values. */
function filled(type, chosen) {
  const set = {};
  const shown = {};
  for (const field of fieldsOf(type).filter(chosen)) {
    const values = samples(field);
    const last = values[values.length - 1];
    set[field.name] = field.repeated ? [values[0].set, last.set, values[1].set] : last.set;
    shown[field.name] = field.repeated ? [values[0].shown, last.shown, values[1].shown] : last.shown;
  }
  return { set, shown };
}

function emit(type, what, { set, shown }) {
  const Message = type.clazz ?? type.build();
  const hex = Buffer.from(new Message(set).toArrayBuffer()).toString('hex');
  console.log(JSON.stringify({ message: type.name, what, hex, value: shown }));
}

function emitAll() {
  for (const d of declarations.filter((c) => c.className === 'Enum')) emitEnum(d);
  for (const type of types.values()) {
    type.children.filter((c) => c.className === 'Enum').forEach(emitEnum);
    const base = filled(type, (f) => f.required);
    emit(type, 'as little as possible', base);
    emit(type, 'everything', filled(type, () => true));
    for (const field of fieldsOf(type)) {
      for (const [n, sample] of samples(field).entries()) {
        const wrap = (v) => (field.repeated ? [v] : v);
        emit(type, `${field.name} #${n}`, {
          set: { ...base.set, [field.name]: wrap(sample.set) },
          shown: { ...base.shown, [field.name]: wrap(sample.shown) },
        });
      }
    }
  }
}

function emitEnum(type) {
  const names = Object.fromEntries(enumValues(type).map((v) => [v.id, v.name]));
  console.log(JSON.stringify({ enum: type.name, names }));
}

async function echo() {
  for await (const line of createInterface({ input: process.stdin })) {
    const { message, hex } = JSON.parse(line);
    const type = types.get(message);
    try {
      const decoded = (type.clazz ?? type.build()).decode(Buffer.from(hex, 'hex'));
      console.log(JSON.stringify({ hex: Buffer.from(decoded.toArrayBuffer()).toString('hex') }));
    } catch (error) {
      console.log(JSON.stringify({ error: String(error) }));
    }
  }
}

if (mode === 'emit') emitAll();
else await echo();
