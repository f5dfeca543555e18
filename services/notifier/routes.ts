import type { Router } from 'express';
import { idParams, noBody } from '../../contracts/http/fields.js';
import { listNotificationsQuery } from '../../contracts/http/notifications.js';
import {
  parseBody,
  parseParams,
  parseQuery,
  problem,
  requireUser,
  sendJson,
} from '../../platform/http/index.js';
import type { NotificationRows } from './notifications/notificationRows.js';

/** `/api/notifications`: a user sees and changes only their own. */
export const notificationRoutes = (rows: NotificationRows) => (router: Router) => {
  router.get('/api/notifications', async (request, response) => {
    const { userId } = requireUser(request);
    const query = parseQuery(listNotificationsQuery, request);
    const { notifications, total } = await rows.list(userId, query);
    sendJson(response, 200, { notifications, page: 1, limit: query.limit, total });
  });

  router.post('/api/notifications/read-all', async (request, response) => {
    const { userId } = requireUser(request);
    parseBody(noBody, request);
    const updated = await rows.markAllRead(userId);
    sendJson(response, 200, { message: 'All notifications are marked as read', updated });
  });

  router.post('/api/notifications/:id/read', async (request, response) => {
    const { userId } = requireUser(request);
    const { id } = parseParams(idParams, request);
    parseBody(noBody, request);
    const notification = await rows.markRead(userId, id);
    if (notification === null)
      throw problem(404, 'NOTIFICATION_NOT_FOUND', 'There is no such notification');
    sendJson(response, 200, { message: 'The notification is marked as read', notification });
  });
};
