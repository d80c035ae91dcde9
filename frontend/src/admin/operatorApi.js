/** The operator's calls to the API, one function each. */

import { answerOf, api } from '../api/client.js';
import { withRetries } from '../api/retries.js';

export const loadConfig = () => withRetries(() => answerOf(api.GET('/api/config')));

export const loadOverview = () => withRetries(() => answerOf(api.GET('/api/admin/overview')));

/** @param {import('./search.js').OrderFilters} filters */
export const listOrders = (filters) => withRetries(() => answerOf(api.GET('/api/orders', { params: { query: { limit: 20, ...filters } } })));

/** @param {string} id an order's id or number */
export const showOrder = (id) => withRetries(() => answerOf(api.GET('/api/orders/{order}', { params: { path: { order: id } } })));

/** @param {string} id */
export const showHistory = (id) => withRetries(() => answerOf(api.GET('/api/orders/{order}/history', { params: { path: { order: id } } })));

/** @param {string} id */
export const deliveriesOf = async (id) => (await withRetries(() => answerOf(
  api.GET('/api/admin/deliveries', { params: { query: { orderId: id } } }),
))).deliveries;

/**
 * Safe to repeat under the same key: a lost answer and its repetition are one refund.
 * @param {{orderId: string, amount?: number, reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer', note?: string}} body
 * @param {string} idempotencyKey
 */
export const requestRefund = (body, idempotencyKey) => withRetries(() => answerOf(
  api.POST('/api/payments/refund', { body, headers: { 'Idempotency-Key': idempotencyKey } }),
));

/**
 * Safe to repeat: a payment is captured once.
 * @param {string} id @param {number} amount @param {string} idempotencyKey
 */
export const capturePayment = (id, amount, idempotencyKey) => withRetries(() => answerOf(
  api.POST('/api/payments/capture', { body: { orderId: id, amount }, headers: { 'Idempotency-Key': idempotencyKey } }),
));

/** @param {string} id */
export const cancelOrder = (id) => withRetries(() => answerOf(api.POST('/api/orders/{order}/cancel', { params: { path: { order: id } }, body: {} })));

/** @param {string} id @param {string} holdId @param {string} note */
export const releaseHold = (id, holdId, note) => answerOf(
  api.POST('/api/orders/{order}/release', { params: { path: { order: id } }, body: { holdId, ...(note && { note }) } }),
);

/** @param {import('./usePages.js').Page<import('../types').EventStatus>} page */
export const listEvents = ({ status, cursor }) => withRetries(() => answerOf(
  api.GET('/api/admin/events', { params: { query: { ...(status && { status }), ...(cursor && { cursor }) } } }),
));

/** @param {string} id */
export const showEvent = (id) => withRetries(() => answerOf(api.GET('/api/admin/events/{event_id}', { params: { path: { event_id: id } } })));

/** @param {string} id */
export const replayEvent = (id) => answerOf(api.POST('/api/admin/events/{event_id}/replay', { params: { path: { event_id: id } } }));

/** @param {import('./usePages.js').Page<import('../types').DeliveryStatus>} page */
export const listDeliveries = ({ status, cursor }) => withRetries(() => answerOf(
  api.GET('/api/admin/deliveries', { params: { query: { ...(status && { status }), ...(cursor && { cursor }) } } }),
));

/** @param {string} id */
export const resendEvent = (id) => answerOf(api.POST('/api/admin/deliveries/{delivery}/resend', { params: { path: { delivery: id } } }));

/** @param {{days?: number, from?: string, to?: string}} range days such as `2026-11-26` */
export const dailyFigures = (range) => withRetries(() => answerOf(api.GET('/api/admin/stats/daily', { params: { query: range } })));
