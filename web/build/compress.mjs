// Compressed forms beside what pages load, which imserver sends, and any other
// server that looks for them (nginx: gzip_static, brotli_static).
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const FORMS = {
  '.br': (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  '.gz': (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** Smaller files are not worth it: they fit a packet as they are. */
const SMALLEST = 1200;

/** Compresses what is of use to pages in a folder and below it. What is not older than its file is kept. */
export async function compress(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((each) => each.isFile() && /\.(js|wasm|css|html|svg|json)$/.test(each.name) && each.name !== 'node.js')
    .map((each) => join(each.parentPath ?? each.path, each.name));
  await Promise.all(files.map(forms));
}

async function forms(file) {
  const { size, mtimeMs } = await stat(file);
  if (size < SMALLEST) return;
  for (const [ending, form] of Object.entries(FORMS)) {
    const made = await stat(file + ending).catch(() => undefined);
    if (made && made.mtimeMs >= mtimeMs) continue;
    await writeFile(file + ending, await form(await readFile(file)));
  }
}
