/** The operator's calls to the API, one function each. */

import { answerOf, api } from '../api/client.js';
import { patiently } from '../api/patience.js';

export const loadConfig = () => patiently(() => answerOf(api.GET('/api/config')));

/** @param {{status: string, cursor: string | null}} page an empty status is every status */
export const listOrders = ({ status, cursor }) => patiently(() => answerOf(
  api.GET('/api/orders', { params: { query: { limit: 20, ...(status && { status }), ...(cursor && { cursor }) } } }),
));

/** @param {string} id an order's id or number */
export const showOrder = (id) => patiently(() => answerOf(api.GET('/api/orders/{id}', { params: { path: { id } } })));

/** @param {string} id */
export const showHistory = (id) => patiently(() => answerOf(api.GET('/api/orders/{id}/history', { params: { path: { id } } })));

/**
 * Safe to repeat under the same key: a lost answer and its repetition are one refund.
 * @param {{orderId: string, amount?: number, reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer', note?: string}} body
 * @param {string} idempotencyKey
 */
export const requestRefund = (body, idempotencyKey) => patiently(() => answerOf(
  api.POST('/api/payments/refund', { body, headers: { 'Idempotency-Key': idempotencyKey } }),
));

/** @param {string} id @param {string} holdId @param {string} note */
export const releaseHold = (id, holdId, note) => answerOf(
  api.POST('/api/orders/{id}/release', { params: { path: { id } }, body: { holdId, ...(note && { note }) } }),
);

/** @param {{status: string, cursor: string | null}} page */
export const listEvents = ({ status, cursor }) => patiently(() => answerOf(
  api.GET('/api/admin/events', { params: { query: { ...(status && { status }), ...(cursor && { cursor }) } } }),
));

/** @param {string} id */
export const replayEvent = (id) => answerOf(api.POST('/api/admin/events/{id}/replay', { params: { path: { id } } }));

export const dailyFigures = async () => (await patiently(() => answerOf(api.GET('/api/admin/stats/daily')))).days;
