import { expect } from 'chai';
import type { Reader } from '../../../embedded/kafkaBroker/protocol/reader.js';
import {
  closeKafkaClients,
  openAdmin,
  uniqueName,
  until,
} from '../../support/clients/kafkaClients.js';
import { type CompactGroup, createCompactGroup } from '../../support/clients/compactGroup.js';
import {
  type CompactWire,
  openCompactWire,
  structures,
} from '../../support/clients/compactWire.js';

const apis = {
  findCoordinator: 10,
  describeGroups: 15,
  listGroups: 16,
  createTopics: 19,
  deleteTopics: 20,
  createPartitions: 37,
  deleteGroups: 42,
  describeCluster: 60,
};
const noId = 'A'.repeat(22);
const unknownId = 'q'.repeat(21) + 'A';

/** Newer versions of the requests of administrators. */
describe('Kafka: administration in compact versions', () => {
  let wire: CompactWire;
  before(async () => {
    wire = await openCompactWire();
  });
  after(() => wire.close());
  afterEach(closeKafkaClients);

  for (const version of [5, 6, 7])
    it(`shows what a topic has become that is created in version ${version}`, async () => {
      const created = await create(version, { partitions: 2, config: { 'retention.ms': '5000' } });

      expect(created).to.include({ error: 0, partitions: 2, replicas: 1 });
      expect(created.config.get('retention.ms')).to.deep.equal(['5000', 1]);
      expect(created.config.get('cleanup.policy')).to.deep.equal(['delete', 5]);
      if (version === 7) expect(created.id).to.have.length(22).and.not.equal(noId);
    });

  it('shows nothing of a topic that is not created', async () => {
    const created = await create(7, { replicas: 3 });

    expect(created).to.include({ error: 38, id: noId, partitions: -1, replicas: -1 });
    expect(created.config.size).to.equal(0);
  });

  for (const version of [4, 5])
    it(`deletes a topic in version ${version}`, async () => {
      const { name } = await create(7);

      expect(await remove(version, { name })).to.include({ error: 0, name });
      expect((await remove(version, { name: uniqueName('unknown') })).error).to.equal(3);
    });

  it('deletes a topic by its id', async () => {
    const { name, id } = await create(7);
    await known(name);

    expect(await remove(6, { id })).to.deep.equal({ error: 0, name, id });
    expect(await remove(6, { id: unknownId })).to.include({ error: 100, name: null });
  });

  it('deletes a topic by its name, and says which id it had', async () => {
    const { name, id } = await create(7);
    await known(name);

    expect(await remove(6, { name })).to.deep.equal({ error: 0, name, id });
    expect(await remove(6, { name: 'unknown' })).to.deep.equal({
      error: 3,
      name: 'unknown',
      id: noId,
    });
  });

  for (const version of [2, 3])
    it(`adds partitions in version ${version}`, async () => {
      const { name } = await create(7);

      expect(await grow(version, name, 3)).to.equal(0);
      expect(await grow(version, name, 3)).to.equal(37);
    });

  for (const version of [0, 1])
    it(`describes the cluster in version ${version}`, async () => {
      const { clusterId, brokers } = await (await openAdmin()).describeCluster();
      const described = await describeCluster(version);

      expect(described).to.include({ error: 0, clusterId, operations: 8096 });
      expect(described.brokers).to.deep.equal(
        brokers.map(({ nodeId, host, port }) => [nodeId, host, port, null]),
      );
    });

  it('does not tell brokers for controllers', async () => {
    expect(await describeCluster(1, 2)).to.deep.include({ error: 114, clusterId: '', brokers: [] });
  });

  for (const version of [3, 4, 5, 6])
    it(`finds the coordinator of a group in version ${version}`, async () => {
      const { brokers } = await (await openAdmin()).describeCluster();
      const group = uniqueName('group');
      await until(async () => (await findCoordinator(version, group))[3] === 0, 'a coordinator');

      expect(await findCoordinator(version, group)).to.deep.equal([
        brokers[0]?.nodeId,
        brokers[0]?.host,
        brokers[0]?.port,
        0,
      ]);
    });

  it('describes and lists a group with its static members, and deletes it', async () => {
    const groupId = uniqueName('group');
    const group = createCompactGroup(wire, groupId);
    const { memberId } = await group.join({ instanceId: 'a' });
    await group.sync({ memberId }, { [memberId]: 'all' });

    expect(await describeGroup(groupId)).to.deep.equal({
      error: 0,
      state: 'Stable',
      protocol: 'one',
      members: [{ memberId, instanceId: 'a', clientId: 'wire', assignment: 'all' }],
      operations: 3400,
    });
    expect(await list({ states: ['stable'], types: ['Classic'] })).to.deep.include([
      groupId,
      'contract',
      'Stable',
      'classic',
    ]);
    expect(await list({ types: ['consumer'] })).not.to.deep.include([
      groupId,
      'contract',
      'Stable',
      'classic',
    ]);
    expect(await deleteGroup(groupId)).to.equal(68);
    await leaveAndDelete(group, groupId);
  });

  const leaveAndDelete = async (group: CompactGroup, groupId: string) => {
    await group.leave([{ instanceId: 'a' }]);

    expect(await deleteGroup(groupId)).to.equal(0);
    expect(await deleteGroup(groupId)).to.equal(69);
  };

  /** A broker may learn of a topic a little after it is created. */
  const known = async (name: string) => {
    const admin = await openAdmin();
    await until(async () => (await admin.listTopics()).includes(name), 'the topic');
  };

  const create = async (
    version: number,
    { partitions = 1, replicas = 1, config = {} }: Wanted = {},
  ) => {
    const name = uniqueName('topic');
    const [created] = await wire.send(
      [apis.createTopics, version],
      (out) => {
        out.array([name], () => {
          out.string(name).int32(partitions).int16(replicas).array([], Boolean);
          out.array(Object.entries(config), ([key, value]) => out.string(key).string(value).tags());
          out.tags();
        });
        out.int32(10_000).boolean(false).tags();
      },
      (response) => readCreated(response, version),
    );
    if (created === undefined) throw new Error('The response has no topic');

    return created;
  };

  const remove = async (version: number, topic: Readonly<{ name?: string; id?: string }>) => {
    const { name = null, id = noId } = topic;
    const [removed] = await wire.send(
      [apis.deleteTopics, version],
      (out) => {
        out.array([name], () => {
          if (version >= 6) out.string(name).uuid(id).tags();
          else out.string(name);
        });
        out.int32(10_000).tags();
      },
      (response) => readRemoved(response, version),
    );
    if (removed === undefined) throw new Error('The response has no topic');

    return removed;
  };

  const grow = (version: number, name: string, count: number) =>
    wire.send(
      [apis.createPartitions, version],
      (out) => {
        out.array([name], () => out.string(name).int32(count).varint(0).tags()); // no assignments
        out.int32(10_000).boolean(false).tags();
      },
      (response) => {
        const { int16, int32, string, nullableString } = response;
        int32();
        const [result] = structures(response, () => [string(), int16(), nullableString()]);

        return result?.[1];
      },
    );

  const describeCluster = (version: number, kind = 1) =>
    wire.send(
      [apis.describeCluster, version],
      (out) => {
        out.boolean(true);
        if (version >= 1) out.int8(kind);
        out.tags();
      },
      (response) => {
        const { int8, int16, int32, string, nullableString } = response;
        int32();
        const error = int16();
        nullableString();
        if (version >= 1) int8();
        const clusterId = string();
        int32();
        const brokers = structures(response, () => [int32(), string(), int32(), nullableString()]);

        return { error, clusterId, brokers, operations: int32() };
      },
    );

  const findCoordinator = (version: number, group: string) =>
    wire.send(
      [apis.findCoordinator, version],
      (out) => {
        if (version < 4) out.string(group).int8(0).tags();
        else out.int8(0).array([group], out.string).tags();
      },
      (response) => {
        const { int16, int32, string, nullableString } = response;
        int32();
        if (version < 4) {
          const error = int16();
          nullableString();

          return [int32(), string(), int32(), error];
        }
        const found = structures(response, () => {
          string();
          const node = [int32(), string(), int32(), int16()];
          nullableString();

          return node;
        });

        return found[0] ?? [];
      },
    );

  const describeGroup = async (groupId: string) => {
    const described = await wire.send(
      [apis.describeGroups, 5],
      (out) => out.array([groupId], out.string).boolean(true).tags(),
      readGroups,
    );

    return described[0];
  };

  const list = ({ states = [] as string[], types = [] as string[] }) =>
    wire.send(
      [apis.listGroups, 5],
      (out) => out.array(states, out.string).array(types, out.string).tags(),
      (response) => {
        const { int16, int32, string } = response;
        (int32(), int16());

        return structures(response, () => [string(), string(), string(), string()]);
      },
    );

  const deleteGroup = async (groupId: string) => {
    const deleted = await wire.send(
      [apis.deleteGroups, 2],
      (out) => out.array([groupId], out.string).tags(),
      (response) => {
        response.int32();

        return structures(response, () => [response.string(), response.int16()]);
      },
    );

    return deleted[0]?.[1];
  };
});

type Wanted = Readonly<{
  partitions?: number;
  replicas?: number;
  config?: Readonly<Record<string, string>>;
}>;

const readCreated = (response: Reader, version: number) => {
  const { int8, int16, int32, boolean, string, nullableString, uuid } = response;
  int32();

  return structures(response, () => {
    const name = string();
    const id = version >= 7 ? uuid() : '';
    const error = int16();
    nullableString();
    const partitions = int32();
    const replicas = int16();
    const values = structures(response, () => {
      const key = string();
      const value = nullableString();
      boolean();
      const source = int8();
      boolean();

      return [key, [value, source]] as const;
    });

    return { name, id, error, partitions, replicas, config: new Map(values) };
  });
};

const readRemoved = (response: Reader, version: number) => {
  const { int16, int32, nullableString, uuid } = response;
  int32();

  return structures(response, () => {
    const name = nullableString();
    const id = version >= 6 ? uuid() : '';
    const error = int16();
    if (version >= 5) nullableString();

    return { error, name, id };
  });
};

const readGroups = (response: Reader) => {
  const { int16, int32, string, nullableString, bytes } = response;
  int32();

  return structures(response, () => {
    const error = int16();
    string();
    const state = string();
    string();
    const protocol = string();
    const members = structures(response, () => {
      const member = { memberId: string(), instanceId: nullableString(), clientId: string() };
      (string(), bytes());

      return { ...member, assignment: bytes().toString() };
    });

    return { error, state, protocol, members, operations: int32() };
  });
};
