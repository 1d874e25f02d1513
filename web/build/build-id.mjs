// A name for a build of the package, so that a page's script and its Worker's
// know that they were deployed together.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The texts of all files of a folder, in an order of their own. */
export async function sources(folder) {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
  return Promise.all(files.map(({ parentPath, path, name }) => join(parentPath ?? path, name)).sort().map((file) => readFile(file, 'utf8')));
}

/** The same for the same texts. */
export function buildId(texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest('hex').slice(0, 12);
}
