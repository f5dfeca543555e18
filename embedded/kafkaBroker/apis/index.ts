import type { KafkaApi } from './api.js';
import { createApiVersions } from './apiVersions.js';
import { deleteGroups } from './groups/deleteGroups.js';
import { describeGroups } from './groups/describeGroups.js';
import { findCoordinator } from './groups/findCoordinator.js';
import { heartbeat } from './groups/heartbeat.js';
import { joinGroup } from './groups/joinGroup.js';
import { leaveGroup } from './groups/leaveGroup.js';
import { listGroups } from './groups/listGroups.js';
import { offsetCommit } from './groups/offsetCommit.js';
import { offsetFetch } from './groups/offsetFetch.js';
import { syncGroup } from './groups/syncGroup.js';
import { fetch } from './records/fetch.js';
import { initProducerId } from './records/initProducerId.js';
import { listOffsets } from './records/listOffsets.js';
import { produce } from './records/produce.js';
import { createPartitions } from './topics/createPartitions.js';
import { createTopics } from './topics/createTopics.js';
import { deleteTopics } from './topics/deleteTopics.js';
import { deleteRecords } from './records/deleteRecords.js';
import { alterConfigs } from './topics/alterConfigs.js';
import { describeCluster } from './topics/describeCluster.js';
import { describeConfigs } from './topics/describeConfigs.js';
import { metadata } from './topics/metadata.js';

const served: readonly KafkaApi[] = [
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
  deleteRecords,
  initProducerId,
  describeConfigs,
  createPartitions,
  deleteGroups,
  alterConfigs,
  describeCluster,
];

const byKey = new Map([...served, createApiVersions(served)].map((api) => [api.key, api]));

/** Returns the API with this number, when this version of it is served. */
export const findApi = (key: number, version: number): KafkaApi | undefined => {
  const api = byKey.get(key);
  const isServed = api !== undefined && version >= api.versions[0] && version <= api.versions[1];

  return isServed ? api : undefined;
};
