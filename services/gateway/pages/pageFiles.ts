import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';

/** One file of a page in every encoding that there is, read once. */
export type PageFile = Readonly<{
  type: string;
  /** Of the content, whatever the encoding. */
  hash: string;
  bytes: Readonly<Partial<Record<Encoding, Buffer>> & { identity: Buffer }>;
}>;

/** `dist/web/`, as seen from the sources and from the build. */
const folders = ['../../../dist/web/', '../../../web/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Returns where the built pages are; null when they have not been built. */
export const builtPages = (): string | null =>
  folders.find((folder) => existsSync(join(folder, 'index.html'))) ?? null;

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Returns the files below `assets/` by name. Nothing is read from the disk afterwards. */
export const readAssets = (folder: string): ReadonlyMap<string, PageFile> => {
  const assets = join(folder, 'assets');
  const names = readdirSync(assets);

  return new Map(
    names
      .filter((name) => extname(name) in types)
      .map((name) => [name, readAsset(assets, name, new Set(names))]),
  );
};

const readAsset = (folder: string, name: string, names: ReadonlySet<string>): PageFile => {
  const identity = readFileSync(join(folder, name));
  const read = (suffix: string): Buffer | undefined =>
    names.has(name + suffix) ? readFileSync(join(folder, name + suffix)) : undefined;
  const [br, gzip] = [read('.br'), read('.gz')];

  return {
    type: types[extname(name)] ?? '',
    hash: hashOf(identity),
    bytes: { identity, ...(br !== undefined && { br }), ...(gzip !== undefined && { gzip }) },
  };
};

/** Returns a page with `settings`, which its scripts read from a meta element. */
export const readPage = (path: string, settings: object): PageFile => {
  const html = readFileSync(path, 'utf8');
  const identity = Buffer.from(html.replace('%settings%', () => escaped(JSON.stringify(settings))));

  return {
    type: 'text/html; charset=utf-8',
    hash: hashOf(identity),
    bytes: { identity, br: brotliCompressSync(identity), gzip: gzipSync(identity) },
  };
};

const hashOf = (bytes: Buffer): string =>
  createHash('sha256').update(bytes).digest('base64url').slice(0, 22);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
