/** The page's calls to the shop's API, one function each; every amount in their answers is the server's. */

import { answerOf, answerWithHeaders, api } from '../api/client.js';
import { withRetries } from '../api/retries.js';

/** @typedef {import('../types').CartItem} CartItem */

export const loadConfig = () => withRetries(() => answerOf(api.GET('/api/config')));

export const loadProducts = () => withRetries(() => answerOf(api.GET('/api/products')));

/**
 * @param {{items: CartItem[], currency: string | null, shippingAddress?: {country: string, state?: string}}} wanted
 * @param {AbortSignal} signal
 */
export function quoteCart({ items, currency, shippingAddress }, signal) {
  const body = { items, ...(currency && { currency }), ...(shippingAddress && { shippingAddress }) };
  return withRetries(() => answerOf(api.POST('/api/checkout/quote', { body, signal })), { signal });
}

/**
 * Safe to repeat: the key makes a lost answer and its repetition one order.
 * @param {import('../types').CreateIntent} body
 * @param {string} [idempotencyKey] not needed for an order that the shop priced, which has one intent
 * @returns {Promise<import('../types').CreatedIntent & {replayed: boolean}>}
 */
export async function createPaymentIntent(body, idempotencyKey) {
  const { body: created, headers } = await withRetries(() => answerWithHeaders(
    api.POST('/api/payments/create-intent', { body, headers: idempotencyKey ? { 'Idempotency-Key': idempotencyKey } : {} }),
  ));
  return { ...created, replayed: headers.get('Idempotency-Replayed') === 'true' };
}

/**
 * Asks the server to confirm the order of a payment that succeeded; the server looks for itself.
 * @param {string} paymentIntentId
 * @throws {import('../api/problem.js').Problem} `payment_not_succeeded`, with Stripe's status, while it has not
 */
export function processOrder(paymentIntentId) {
  return answerOf(api.POST('/api/orders', { body: { paymentIntentId } }));
}

/** @param {string} id an order's id or number */
export const showOrder = (id) => withRetries(() => answerOf(api.GET('/api/orders/{order}', { params: { path: { order: id } } })));

/** @param {string} id */
export const showIntent = (id) => withRetries(() => answerOf(api.GET('/api/payments/intent/{intent_id}', { params: { path: { intent_id: id } } })));

/**
 * Not repeated blindly: after a lost answer the intent is looked at first.
 * @param {string} id @param {string} paymentMethodId @param {string} returnUrl
 */
export const payWithSavedMethod = (id, paymentMethodId, returnUrl) => answerOf(
  api.POST('/api/payments/intent/{intent_id}/confirm', { params: { path: { intent_id: id } }, body: { paymentMethodId, returnUrl } }),
);

export const listSavedMethods = async () => (await withRetries(() => answerOf(api.GET('/api/payments/methods')))).paymentMethods;

/** @param {string} id */
export const removeSavedMethod = (id) => answerOf(api.DELETE('/api/payments/methods/{method_id}', { params: { path: { method_id: id } } }));
