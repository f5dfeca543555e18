import { join } from 'node:path';
import { problem, type Handle } from '../../../platform/http/index.js';
import { builtPages, readAssets, readPage, type PageFile } from './pageFiles.js';
import { sendFile } from './sendFile.js';

/** What the pages have to know of the system that serves them; everybody can read it. */
export type PageSettings = Readonly<{
  /** Where streams can be looked through; null where nobody has said. */
  streamsUrl: string | null;
  /** Outside production the shop offers an account to try it with. */
  isProduction: boolean;
}>;

const pages = { '/': 'index.html', '/console': 'console.html' } as const;

/** The path under which the parts of the pages are. */
export const assetsPath = '/assets/';

/** Returns the path of the file that stands in for one of another release, which had this name. */
export const standInFor = (path: string): string => path.replace(hashInName, '');

/** As the build puts it before the ending. */
const hashInName = /-[A-Z0-9]{8}(?=\.\w+$)/;

/**
 * Returns the routes of the shop at `/`, of the console, and of the files that they load: all that
 * is in the built folder when the gateway starts. Without one the pages are 404. Each file has a
 * second route, by its name without the hash: while gateways of two releases run, the page of one
 * loads what the other has of the same kind.
 */
export const pageRoutes = (
  settings: PageSettings,
  folder = builtPages(),
): Readonly<Record<string, Handle>> => {
  const routes = Object.entries(pages).map(([path, file]): [string, Handle] => [
    path,
    folder === null ? refuseUnbuilt : pageRoute(readPage(join(folder, file), settings)),
  ]);
  const assets = folder === null ? [] : [...readAssets(folder)];

  return Object.fromEntries([
    ...routes,
    ...assets.map(([name, file]): [string, Handle] => [assetsPath + name, assetRoute(file)]),
    ...assets.map(([name, file]): [string, Handle] => [
      assetsPath + standInFor(name),
      standInRoute(file),
    ]),
  ]);
};

const refuseUnbuilt = (): never => {
  throw problem(404, 'ROUTE_NOT_FOUND', 'The pages are not built; "npm run build" does that');
};

const pageRoute =
  (file: PageFile): Handle =>
  (request, response) => {
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Cache-Control', 'no-cache');
    sendFile(file, request, response);
  };

/** Their names change with their content. */
const assetRoute =
  (file: PageFile): Handle =>
  (request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    sendFile(file, request, response);
  };

/** Nobody may keep it under the name that was requested. */
const standInRoute =
  (file: PageFile): Handle =>
  (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    sendFile(file, request, response);
  };

/** Sockets of the same host are part of 'self'. Nothing inline, nothing from elsewhere. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
