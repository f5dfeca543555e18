import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { untilReady } from '../../embedded/launcher/readiness.js';
import { createProgress } from '../../embedded/supervisor/progress.js';

const halt = 'Checkpoint main belongs to event store x, but this is y.';

describe('The start waits for a service', () => {
  let server: Server;
  let answers: (readonly [number, object])[];

  beforeEach((done) => {
    server = createServer((_, response) => {
      const [status, body] =
        answers.length > 1 ? (answers.shift() ?? [500, {}]) : (answers[0] ?? [500, {}]);
      response.writeHead(status).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1', done);
  });
  afterEach((done) => void server.close(done));

  it('until nothing that it depends on is failing', async () => {
    answers = [
      [503, { dependencies: { postgres: 'failing' } }],
      [200, { dependencies: { postgres: 'ok', kafka: 'failing' } }],
      [200, { dependencies: { postgres: 'ok', kafka: 'ok' } }],
    ];
    expect(await waited()).to.deep.equal({});
    expect(answers).to.have.length(1);
  });

  it('and says what waits for a person, whose commands need the rest', async () => {
    answers = [
      [503, { dependencies: { eventStore: 'failing', projection: 'ok' } }],
      [
        503,
        {
          dependencies: { eventStore: 'ok', projection: 'failing' },
          reasons: { projection: halt },
        },
      ],
    ];
    expect(await waited()).to.deep.equal({ projection: halt });
  });

  const waited = () => {
    const { port } = server.address() as AddressInfo;
    const progress = createProgress({ show: () => undefined });

    return untilReady('projector', `http://127.0.0.1:${port}`, {
      progress,
      signal: new AbortController().signal,
    });
  };
});
