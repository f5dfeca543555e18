import { dirname } from 'node:path';
import { productionFolders } from './repository.js';

const mostFiles = 15;
const mostFoldersBesideFiles = 4;

/**
 * The face of a folder or port, and what a process consists of at its top, may stand beside any
 * number of folders.
 */
const isFace = (path: string): boolean =>
  /(^|\/)(index|main|service|config|routes|handler|types|errors)\.(ts|mjs)$|\/tsconfig\.json$/.test(
    path,
  );

/**
 * Folders of production code that have become a flat list, or have both many folders and loose
 * files.
 */
export const overfullFolders = (paths: readonly string[]): string[] => {
  const production = paths.filter((path) =>
    productionFolders.some((folder) => path.startsWith(`${folder}/`)),
  );
  const folders = new Set(production.flatMap(ancestorsOf));

  return [...folders].sort().flatMap((folder) => {
    const files = production.filter((path) => dirname(path) === folder);
    const children = [...folders].filter((other) => dirname(other) === folder);
    const loose = files.filter((path) => !isFace(path));

    return [
      ...(files.length > mostFiles ? [`${folder}: ${files.length} files`] : []),
      ...(children.length > mostFoldersBesideFiles && loose.length > 0
        ? [`${folder}: ${loose.length} loose files beside ${children.length} folders`]
        : []),
    ];
  });
};

const ancestorsOf = (path: string): string[] => {
  const folder = dirname(path);

  return folder === '.' ? [] : [folder, ...ancestorsOf(folder)];
};
