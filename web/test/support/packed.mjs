// A user's project that has the package as npm would install it.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const web = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Packs the package and unpacks it under node_modules of a fresh folder, under
 * its own name or, as an npm alias does, under another.
 */
export async function packedProject({ after }, { as = 'imclient' } = {}) {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'imclient-user-')));
  after(() => rmSync(project, { recursive: true }));
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], { cwd: web });
  const answer = JSON.parse(stdout);
  const [packed] = Array.isArray(answer) ? answer : Object.values(answer);
  const modules = join(project, 'node_modules');
  mkdirSync(modules);
  await run('tar', ['-xzf', join(project, packed.filename), '-C', modules]);
  renameSync(join(modules, 'package'), join(modules, as));
  symlinkSync(join(web, 'node_modules/ws'), join(modules, 'ws'));
  return { project, tarball: join(project, packed.filename), files: packed.files.map((file) => file.path) };
}
