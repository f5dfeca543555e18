import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { infrastructure } from '../../embedded/launcher/layout.js';
import { composeSchema } from '../support/assertions/composeSchema.js';
import { root } from './repository.js';

type Service = Readonly<{
  image: string;
  restart?: string;
  ports?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  depends_on?: Readonly<Record<string, unknown>>;
  volumes?: readonly string[];
  healthcheck?: Readonly<{ test: readonly string[] }>;
}>;

type Compose = Readonly<{
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, unknown>>;
}>;

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const compose = parse(read('docker-compose.yml')) as Compose;
const dotEnv = parseEnv(read('.env.example'));
const services = Object.entries(compose.services);

/** Which service of the compose file stands for which part. */
const partOf = {
  eventstore: 'eventStore',
  kafka: 'kafka',
  postgres: 'postgres',
  redis: 'redis',
} as const;

describe('docker-compose.yml', () => {
  it('fits the schema of the compose specification', () => {
    const validate = composeSchema();
    validate(compose);

    expect(validate.errors).to.equal(null);
    expect(validate({ services: { broken: { imagee: 'x' } } })).to.equal(false);
  });

  for (const [name, service] of services) {
    describe(name, () => {
      it('is pinned to an exact version', () => {
        expect(service.image).to.match(/:v?\d+\.\d+(\.\d+)?[a-z0-9.-]*$/);
      });

      it('says when it is healthy', () => {
        expect(service.healthcheck?.test).to.have.length.greaterThan(1);
      });

      it('is reached from this machine only', () => {
        expect(service.ports).to.have.length.greaterThan(0);
        for (const port of service.ports ?? []) expect(port).to.match(/^127\.0\.0\.1:\d+:\d+$/);
      });

      it('depends on services, and mounts volumes, that the file has', () => {
        const mounted = (service.volumes ?? []).map((volume) => volume.split(':')[0]);
        expect(compose.services).to.include.keys(
          Object.keys(service.depends_on ?? {}).concat(name),
        );
        for (const volume of mounted) expect(Object.keys(compose.volumes)).to.include(volume);
      });
    });
  }

  it('publishes no port twice', () => {
    const published = services.flatMap(([, { ports = [] }]) => ports.map(hostPort));

    expect(new Set(published).size).to.equal(published.length);
  });

  it('has a service for every part that can be a server of one’s own', () => {
    expect(Object.values(partOf)).to.have.members(Object.keys(infrastructure));
  });

  for (const [name, part] of Object.entries(partOf))
    it(`publishes ${name} where .env.example and the code look for it`, () => {
      const { external, port } = infrastructure[part];
      const address = dotEnv[external] ?? '';
      const found = /localhost:(\d+)/.exec(address)?.[1];

      expect(found).to.equal(String(port));
      expect(compose.services[name]?.ports?.map(hostPort)).to.include(String(port));
    });

  it('lets in the user of DATABASE_URL', () => {
    const url = new URL(dotEnv['DATABASE_URL'] ?? '');

    expect(compose.services['postgres']?.environment).to.deep.equal({
      POSTGRES_USER: url.username,
      POSTGRES_PASSWORD: url.password,
      POSTGRES_DB: url.pathname.slice(1),
    });
  });

  it('tells Kafka to be reached at the address of KAFKA_BROKERS', () => {
    const advertised = compose.services['kafka']?.environment?.['KAFKA_ADVERTISED_LISTENERS'];

    expect(advertised).to.include(`HOST://${dotEnv['KAFKA_BROKERS'] ?? ''}`);
    expect(compose.services['kafka']?.environment?.['KAFKA_AUTO_CREATE_TOPICS_ENABLE']).to.equal(
      'false',
    );
  });

  it('runs an event store that speaks plain gRPC, as EVENTSTORE_URL says', () => {
    const environment = compose.services['eventstore']?.environment;

    expect(dotEnv['EVENTSTORE_URL']).to.match(/\?tls=false$/);
    expect(environment?.['EVENTSTORE_INSECURE']).to.equal('true');
    expect(environment?.['EVENTSTORE_ENABLE_ATOM_PUB_OVER_HTTP']).to.equal('true');
  });

  it('runs the version of the event store that was measured, and starts it again whatever its exit code', () => {
    expect(compose.services['eventstore']).to.include({
      image: 'eventstore/eventstore:24.2.0-jammy',
      restart: 'always',
    });
  });

  it('agrees with .env.example on which variables there are', () => {
    expect(Object.keys(dotEnv)).to.have.members(
      Object.values(infrastructure).map(({ external }) => external),
    );
  });

  it('stands for the Kafka that the continuous integration runs', () => {
    const script = read('.ci/real-kafka');
    const version = /^kafka_version=(.+)$/m.exec(script)?.[1] ?? '';

    expect(compose.services['kafka']?.image).to.equal(`apache/kafka:${version}`);
  });
});

const hostPort = (port: string): string | undefined => port.split(':')[1];
