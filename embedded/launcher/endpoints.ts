import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivately } from './dataFolder.js';
import type { InfrastructureName, ServiceName } from './services.js';

/** Where every part answers; `kafka` is a broker list, `redis` is null where there is none. */
export type Endpoints = Readonly<
  Record<ServiceName | Exclude<InfrastructureName, 'redis'>, string> & { redis: string | null }
>;

const pathOf = (folder: string) => join(folder, 'endpoints.json');

export const writeEndpoints = (folder: string, endpoints: Endpoints): void =>
  writePrivately(pathOf(folder), endpoints);

/** What the running system on this data folder wrote; null when there is none. */
export const readEndpoints = (folder: string): Endpoints | null =>
  existsSync(pathOf(folder))
    ? (JSON.parse(readFileSync(pathOf(folder), 'utf8')) as Endpoints)
    : null;

export const removeEndpoints = (folder: string): void => rmSync(pathOf(folder), { force: true });
