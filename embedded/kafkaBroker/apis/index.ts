import type { Api } from './api.js';
import { createApiVersions } from './apiVersions.js';
import { createPartitions } from './createPartitions.js';
import { createTopics } from './createTopics.js';
import { deleteGroups } from './deleteGroups.js';
import { deleteTopics } from './deleteTopics.js';
import { describeConfigs } from './describeConfigs.js';
import { describeGroups } from './describeGroups.js';
import { fetch } from './fetch.js';
import { findCoordinator } from './findCoordinator.js';
import { heartbeat } from './heartbeat.js';
import { initProducerId } from './initProducerId.js';
import { joinGroup } from './joinGroup.js';
import { leaveGroup } from './leaveGroup.js';
import { listGroups } from './listGroups.js';
import { listOffsets } from './listOffsets.js';
import { metadata } from './metadata.js';
import { offsetCommit } from './offsetCommit.js';
import { offsetFetch } from './offsetFetch.js';
import { produce } from './produce.js';
import { syncGroup } from './syncGroup.js';

const served: readonly Api[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  offsetCommit,
  offsetFetch,
  findCoordinator,
  joinGroup,
  heartbeat,
  leaveGroup,
  syncGroup,
  describeGroups,
  listGroups,
  createTopics,
  deleteTopics,
  initProducerId,
  describeConfigs,
  createPartitions,
  deleteGroups,
];

const byKey = new Map([...served, createApiVersions(served)].map((api) => [api.key, api]));

/** The API with this number, when this version of it is served. */
export const findApi = (key: number, version: number): Api | undefined => {
  const api = byKey.get(key);
  const isServed = api !== undefined && version >= api.versions[0] && version <= api.versions[1];

  return isServed ? api : undefined;
};
