import { expect } from 'chai';
import { inherited, serverEnvironment } from '../../../embedded/environment/inherited.js';
import { pinEnvironment } from '../../../platform/process/index.js';
import { hostileEnvironment, postgresVariables } from '../../support/servers/hostileEnvironment.js';

describe('What our parts inherit from a shell', () => {
  for (const name of Object.keys({ ...hostileEnvironment, ...postgresVariables }))
    if (!/proxy$/i.test(name) && !['LANG', 'LC_ALL', 'TZ', 'TMPDIR'].includes(name))
      it(`is not ${name}`, () => {
        expect(inherited(hostileEnvironment)).to.not.have.property(name);
      });

  it('is what services and the owner of the machine need', () => {
    const needed = {
      ...{ PATH: '/bin', HOME: '/h', LOG_LEVEL: 'debug', SSL_CERT_FILE: '/c', QUICKSALE_DATA: 'd' },
      ...{
        NODE_EXTRA_CA_CERTS: '/ca',
        NODE_ENV: 'test',
        MALLOC_ARENA_MAX: '2',
        EVENTSTORE_PORT: '1',
      },
      ...{ GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: '/r', http_proxy: 'http://proxy' },
    };

    expect(inherited(needed)).to.include(needed);
  });

  it('has what fills the gaps of an address of one’s own, but no settings of sessions', () => {
    const own = { ...postgresVariables, DATABASE_URL: 'postgres://db/shop' };

    expect(inherited(own)).to.include({
      PGSSLMODE: 'prefer',
      PGPASSWORD: 'wrong',
      PGUSER: 'nobody',
    });
    expect(inherited(own)).to.not.have.any.keys('PGOPTIONS', 'PGCLIENT_ENCODING', 'PGREPLICATION');
  });

  it('is the same on every machine for servers that are not ours', () => {
    const ofShells = { HOST: 'x86_64-conda-linux-gnu', NODE_ENV: 'production' };
    expect(serverEnvironment({ ...hostileEnvironment, ...ofShells, PATH: '/bin' })).to.deep.equal({
      PATH: '/bin',
      LC_ALL: 'C',
      TZ: 'UTC',
    });
  });
});

describe('A process of ours behind a proxy', () => {
  const pinned = (env: NodeJS.ProcessEnv) => {
    pinEnvironment(env);

    return env;
  };

  it('reaches this machine directly', () => {
    expect(pinned({ http_proxy: 'http://proxy' })['no_proxy']).to.equal(
      'localhost,127.0.0.1,127.0.0.0/8,::1',
    );
  });

  it('keeps what else is reached directly, in whatever case it is written', () => {
    const { no_proxy: direct, NO_PROXY: upper } = pinned({ NO_PROXY: 'intranet, localhost' });

    expect(direct).to.equal('intranet,localhost,127.0.0.1,127.0.0.0/8,::1');
    expect(upper).to.equal(direct);
  });

  it('does so for gRPC, too, when that has a list of its own', () => {
    const { no_grpc_proxy: ofGrpc } = pinned({ no_grpc_proxy: 'store' });

    expect(ofGrpc).to.equal('store,localhost,127.0.0.1,127.0.0.0/8,::1');
  });

  it('gives gRPC no list where it has none: it would hide the one of all', () => {
    expect(pinned({ no_proxy: 'a' })).to.not.have.property('no_grpc_proxy');
  });
});
