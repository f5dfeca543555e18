import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readText, root } from '../../architecture/repository.js';
import { composeSchema } from '../../support/assertions/composeSchema.js';
import { portsInConfigurations } from '../image/ports.js';

type Service = Readonly<{
  image: string;
  command?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  networks: readonly string[] | Readonly<Record<string, unknown>>;
  depends_on?: Readonly<Record<string, unknown>>;
  volumes?: readonly string[];
  ports?: readonly string[];
  healthcheck?: Readonly<{ test?: unknown; disable?: boolean }>;
  deploy?: Readonly<{ replicas: number }>;
  [key: string]: unknown;
}>;

type Compose = Readonly<{
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, unknown>>;
  networks: Readonly<Record<string, Readonly<{ internal?: boolean }> | null>>;
}>;

const text = readText('docker-compose.prod.yml');
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = Object.keys(portsInConfigurations()).map((name) =>
  name.replace('_PORT', '').toLowerCase(),
);

describe('docker-compose.prod.yml', () => {
  it('fits the schema of the compose specification', () => {
    const validate = composeSchema();
    validate(compose);

    expect(validate.errors).to.equal(null);
  });

  for (const name of ours)
    it(`runs two of ${name} from the image, read-only and without rights`, () => {
      const service = compose.services[name];

      expect(service).to.deep.include({
        image: 'quicksale:${QUICKSALE_VERSION:?which image}',
        command: [`dist/services/${name}/main.js`],
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        networks: ['inside'],
        stop_grace_period: '16s',
      });
      expect(service?.deploy?.replicas).to.equal(2);
      expect(existsSync(join(root, 'services', name, 'main.ts'))).to.equal(true);
    });

  it('gives keys to auth alone', () => {
    const withKeys = services.filter(
      ([, { environment = {} }]) => 'AUTH_SIGNING_KEY' in environment,
    );

    expect(withKeys.map(([name]) => name)).to.deep.equal(['auth']);
  });

  it('has three event stores with TLS, and three brokers that keep three copies, two in step', () => {
    for (const number of [1, 2, 3]) {
      const node = compose.services[`eventstore${number}`]?.environment;
      expect(node)
        .to.include({ EVENTSTORE_CLUSTER_SIZE: '3' })
        .and.not.have.property('EVENTSTORE_INSECURE');
      const broker = compose.services[`kafka${number}`]?.environment;
      expect(broker).to.include({
        KAFKA_NODE_ID: String(number),
        KAFKA_DEFAULT_REPLICATION_FACTOR: '3',
        KAFKA_MIN_INSYNC_REPLICAS: '2',
      });
    }
  });

  it('pins every image, and says of each server when it is healthy', () => {
    for (const [name, { image, healthcheck }] of services) {
      if (image.startsWith('quicksale:')) continue;
      expect(image, name).to.match(/:v?\d+\.\d+(\.\d+)?[a-z0-9.-]*$/);
      expect(healthcheck?.test, name).to.not.equal(undefined);
    }
  });

  it('uses the versions of docker-compose.yml', () => {
    const developers = (parse(readText('docker-compose.yml')) as Compose).services;
    const images = services.map(([, { image }]) => image);

    expect(images).to.include.members(Object.values(developers).map(({ image }) => image));
  });

  it('lets nobody in but by NGINX; what operators see is for this host', () => {
    const open = services.flatMap(([name, { ports = [] }]) =>
      ports.filter((port) => !port.startsWith('127.0.0.1:')).map(() => name),
    );

    expect([...new Set(open)]).to.deep.equal(['nginx']);
    expect(compose.networks['inside']?.internal).to.equal(true);
  });

  it('depends on services and mounts what there is', () => {
    for (const [name, { depends_on: needed = {}, volumes = [] }] of services) {
      expect(compose.services).to.include.keys(Object.keys(needed).concat(name));
      for (const [source = ''] of volumes.map((volume) => volume.split(':')))
        if (source.startsWith('./deploy/'))
          expect(existsSync(join(root, source)), source).to.equal(true);
        else if (!source.startsWith('./certificates/') && source !== '/')
          expect(Object.keys(compose.volumes)).to.include(source);
    }
  });

  it('takes every secret from the environment, as its example lists them', () => {
    const wanted = [...text.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name);
    const listed = [...readText('deploy/compose.env.example').matchAll(/^([A-Z_]+)=$/gm)];

    expect(listed.map(([, name]) => name)).to.have.members([...new Set(wanted)]);
  });
});
