import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../architecture/repository.js';
import { type Change, newEvents } from './newEvents.js';

const older = 'eb95c1c^';

const folders = [
  'contracts',
  'domain',
  'migrations',
  'operations',
  'platform',
  'projections',
  'services',
  'web',
];
const alone = ['package.json', 'tsconfig.json'];
const ofDocuments = ['docs', 'postman.json'];

/** Whether the history reaches back to the older release; a shallow clone may end before it. */
export const hasOlderRelease = (): boolean => git('cat-file', '-e', `${older}^{commit}`).ok;

/** A folder with both; inside the repository, so that modules are found as they are here. */
export const copyReleases = async (): Promise<string> => {
  const cache = join(root, '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'rolling-'));
  await copyOlder(join(folder, 'older'));
  await copyNewer(join(folder, 'newer'));

  return folder;
};

const copyOlder = async (folder: string): Promise<void> => {
  const archive = `${folder}.tar`;
  await mkdir(folder);
  const archived = git('archive', '--output', archive, older);
  const extracted = spawnSync('tar', ['-xf', archive, '-C', folder], { encoding: 'utf8' });
  if (!archived.ok || extracted.status !== 0)
    throw new Error(`The older release was not copied: ${archived.errors}${extracted.stderr}`);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
};

const copyNewer = async (folder: string): Promise<void> => {
  await mkdir(folder);
  for (const name of [...folders, ...alone])
    await cp(join(root, name), join(folder, name), { recursive: true });
  for (const name of [...ofDocuments, 'node_modules'])
    await symlink(join(root, name), join(folder, name));
  for (const change of newEvents) await plant(folder, change);
};

const plant = async (folder: string, { file, from, to }: Change): Promise<void> => {
  const path = join(folder, file);
  const source = await readFile(path, 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file} does not hold '${from}' once`);
  await writeFile(
    path,
    source.replace(from, () => to),
  );
};

const git = (...args: readonly string[]): Readonly<{ ok: boolean; errors: string }> => {
  const { status, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });

  return { ok: status === 0, errors: stderr };
};
