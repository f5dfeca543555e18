// Bundles the pages: one script and one style per page under a name with the hash of its content,
// compressed beforehand, and the page that loads them.
import { build } from 'esbuild';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The pages, each with the file that the gateway serves. */
const pages = { shop: 'index.html', console: 'console.html' };

/** Writes the pages to `folder`, instead of what was there. */
export const buildPages = async (folder) => {
  rmSync(folder, { recursive: true, force: true });
  const files = await bundle(folder);
  for (const path of files.filter((file) => /\.(js|css|svg)$/.test(file))) compress(path);
  for (const [page, file] of Object.entries(pages))
    writeFileSync(join(folder, file), pageOf(page, files));
};

const bundle = async (folder) => {
  const { metafile } = await build({
    absWorkingDir: web,
    entryPoints: Object.fromEntries([
      ...Object.keys(pages).map((page) => [page, `${page}/main.tsx`]),
      ['icon', 'ui/icon.svg'],
    ]),
    outdir: join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.svg': 'copy' },
    bundle: true,
    format: 'esm',
    target: ['es2022', 'chrome111', 'firefox111', 'safari16.4'],
    minify: true,
    legalComments: 'linked',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    metafile: true,
    logLevel: 'warning',
  });

  return Object.keys(metafile.outputs).map((path) => join(web, path));
};

const compress = (path) => {
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
};

/** The page's HTML, with the addresses of its parts for `%script%`, `%style%` and `%icon%`. */
const pageOf = (page, files) => {
  const addressOf = (name, type) => {
    const found = files.map((path) => basename(path)).filter((file) => file.startsWith(`${name}-`));

    return `/assets/${found.find((file) => file.endsWith(`.${type}`))}`;
  };

  return readFileSync(join(web, page, 'page.html'), 'utf8')
    .replace('%script%', addressOf(page, 'js'))
    .replace('%style%', addressOf(page, 'css'))
    .replace('%icon%', addressOf('icon', 'svg'));
};
