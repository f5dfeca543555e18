import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import {
  notification,
  notificationList,
  type NotificationList,
} from '../../../../contracts/http/notifications.js';
import { call, expectProblem, type HttpReply } from '../../../support/clients/http.js';
import { startTcpProxy } from '../../../support/servers/tcpProxy.js';
import {
  closeNotifierFixture,
  notify,
  openNotifierFixture,
  openNotifierApi,
  upTo,
  type NotifierFixture,
} from '../notifierFixture.js';

describe('/api/notifications', function () {
  this.timeout(120_000);

  let fixture: NotifierFixture;
  let userId: string;
  let token: string;

  before(async () => {
    fixture = await openNotifierFixture();
  });

  after(closeNotifierFixture);

  beforeEach(async () => {
    userId = randomUUID();
    token = fixture.signIn('customer', userId);
    await notify(fixture, userId, 5);
  });

  it('lists the user’s own in cursor order, after a cursor', async () => {
    await notify(fixture, randomUUID(), 3);

    const all = listOf(await get());
    const [third, fourth] = listOf(await get('?after=2&limit=2')).notifications;

    expect(all.notifications.map(({ cursor }) => cursor)).to.deep.equal(upTo(5));
    expect(all).to.deep.include({ page: 1, limit: 20, total: 5 });
    expect([third?.cursor, fourth?.cursor]).to.deep.equal([3, 4]);
  });

  it('marks one as read, once', async () => {
    const [first] = listOf(await get()).notifications;

    const answer = await post(`/${first?.id ?? ''}/read`);
    const again = await post(`/${first?.id ?? ''}/read`);

    expect(answer.status).to.equal(200);
    expect(answer.body['message']).to.be.a('string');
    expect(notification.parse(answer.body['notification']).readAt).to.be.a('string');
    expect(again.body).to.deep.equal(answer.body);
    expect(listOf(await get('?unread=true')).total).to.equal(4);
  });

  it('has marked nothing when it says that the database did not answer', async () => {
    const url = new URL(fixture.databaseUrl);
    const proxy = await startTcpProxy(Number(url.port));
    url.host = `127.0.0.1:${proxy.port}`;
    const notifier = await openNotifierApi(url.href);
    let status = 200;
    for (let tries = 0; tries < 50 && status === 200; tries += 1) {
      await fixture.database.query('UPDATE notify.notifications SET read_at = NULL');
      proxy.loseNextAnswer();
      const options = { method: 'POST', token };
      ({ status } = await call(`${notifier.url}/api/notifications/read-all`, options));
    }

    expect(status).to.equal(503);
    expect(listOf(await get('?unread=true')).total).to.equal(5);
    await notifier.stop();
    await proxy.stop();
  });

  it('marks all as read', async () => {
    expect((await post('/read-all')).body).to.include({ updated: 5 });
    expect((await post('/read-all')).body).to.include({ updated: 0 });
    expect(listOf(await get('?unread=true')).total).to.equal(0);
    expect(listOf(await get('?unread=false')).total).to.equal(5);
  });

  it('knows nothing of what belongs to another, for an admin too', async () => {
    const [first] = listOf(await get()).notifications;
    const path = `/${first?.id ?? ''}/read`;

    for (const role of ['customer', 'admin'] as const) {
      const stranger = fixture.signIn(role);
      expectProblem(await post(path, stranger), 404, 'NOTIFICATION_NOT_FOUND');
      expect(listOf(await get('', stranger)).total).to.equal(0);
      expect((await post('/read-all', stranger)).body).to.include({ updated: 0 });
    }
    expect(listOf(await get('?unread=true')).total).to.equal(5);
  });

  it('refuses who is not signed in', async () => {
    for (const path of ['', `/${randomUUID()}/read`, '/read-all'])
      expectProblem(
        await call(
          `${fixture.url}/api/notifications${path}`,
          path === '' ? {} : { method: 'POST' },
        ),
        401,
        'TOKEN_MISSING',
      );
  });

  it('refuses what it does not understand', async () => {
    for (const query of [
      '?after=-1',
      '?after=1.5',
      '?after=x',
      '?limit=0',
      '?limit=101',
      '?limit=1&limit=2',
      '?unread=yes',
      '?user=1',
    ])
      expectProblem(await get(query), 400, 'VALIDATION_FAILED');
    expectProblem(await post('/not-a-uuid/read'), 400, 'VALIDATION_FAILED');
    expectProblem(await post(`/${randomUUID()}/read`), 404, 'NOTIFICATION_NOT_FOUND');
  });

  it('serves the Socket.IO client to pages that bundle none', async () => {
    const answer = await call(`${fixture.url}/socket.io/socket.io.min.js`);

    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.include('application/javascript');
  });

  const get = (query = '', as = token): Promise<HttpReply> =>
    call(`${fixture.url}/api/notifications${query}`, { token: as });

  const post = (path: string, as = token): Promise<HttpReply> =>
    call(`${fixture.url}/api/notifications${path}`, { method: 'POST', token: as });
});

const listOf = (answer: HttpReply): NotificationList => {
  expect(answer.status).to.equal(200);

  return notificationList.parse(answer.body);
};
