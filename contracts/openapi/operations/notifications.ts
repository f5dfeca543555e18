import { idParams } from '../../http/fields.js';
import {
  listNotificationsQuery,
  notificationChanged,
  notificationList,
  notificationsRead,
} from '../../http/notifications.js';
import type { Operation } from '../operation.js';

export const notificationOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/notifications',
    id: 'listNotifications',
    summary: 'Your notifications after a cursor, oldest first',
    access: 'user',
    service: 'notifier',
    query: listNotificationsQuery,
    answers: { 200: { description: 'Notifications', schema: notificationList } },
  },
  {
    method: 'post',
    path: '/api/notifications/{id}/read',
    id: 'markRead',
    summary: 'Mark a notification as read',
    access: 'user',
    service: 'notifier',
    params: idParams,
    answers: { 200: { description: 'The notification', schema: notificationChanged } },
    codes: ['NOTIFICATION_NOT_FOUND'],
  },
  {
    method: 'post',
    path: '/api/notifications/read-all',
    id: 'markAllRead',
    summary: 'Mark all notifications as read',
    access: 'user',
    service: 'notifier',
    answers: {
      200: { description: 'How many had not been read before', schema: notificationsRead },
    },
  },
];
