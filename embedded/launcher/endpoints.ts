import { rmSync } from 'node:fs';
import { type Endpoints, endpointsFile } from '../../operations/dataFolder.js';
import { writePrivately } from '../host/privateFile.js';

export const writeEndpoints = (folder: string, endpoints: Endpoints): void =>
  writePrivately(endpointsFile(folder), endpoints);

export const removeEndpoints = (folder: string): void =>
  rmSync(endpointsFile(folder), { force: true });
