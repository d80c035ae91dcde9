/** The states of the checkout page; useCheckout changes between them. */

/**
 * An order that can still be paid, as the server priced it; `bankUrl` where the bank asks on a page of its own; `failure`
 * identifies the last decline.
 * @typedef {{order: import('../types').Order, clientSecret: string, paymentIntentId: string, bankUrl: string | null, failure: string}} OpenCheckout
 *
 * @typedef {{tone: 'alert' | 'info', text: string}} Notice
 *
 * - `starting`: the order named by the address is being looked up.
 * - `details`: contact, address and cart; `checkout` is the one that a change would replace.
 * - `opening`: a payment is being made ready (again, after a change); nothing can be paid meanwhile.
 * - `contact`: an order that the shop priced needs an address for the receipt.
 * - `payment`: the payment form; `needsAction` when the bank waits for the shopper.
 * - `waiting`: a voucher, a transfer or microdeposits wait for the shopper, for hours or days.
 * - `settling`: paid or being paid, waiting for the server's confirmation. `confirming`, `checking`
 *   (the outcome is unknown), `processing` (days, by mail), `stuck`.
 * - `done`: the receipt of an order.
 * - `closed`: an order that the shop priced and that can no longer be paid.
 * - `signedOut`, `fatal`: the shopper has to act first.
 * @typedef {{stage: 'starting'} | {stage: 'signedOut'} | {stage: 'fatal', problem: import('../api/problem.js').Problem, orderId: string}
 *   | {stage: 'details', checkout: OpenCheckout | null, notice: Notice | null, faults: Partial<Record<keyof import('../types').Draft, string>>}
 *   | {stage: 'contact', order: import('../types').Order, faults: Partial<Record<keyof import('../types').Draft, string>>}
 *   | {stage: 'waiting', checkout: OpenCheckout, waiting: import('./nextAction.js').Waiting}
 *   | {stage: 'closed', text: string}
 *   | {stage: 'opening', checkout: OpenCheckout | null}
 *   | {stage: 'payment', checkout: OpenCheckout, notice: Notice | null, needsAction: boolean}
 *   | {stage: 'settling', kind: 'confirming' | 'checking' | 'processing' | 'stuck', orderId: string, orderNumber: string | null, paymentIntentId: string}
 *   | {stage: 'done', order: import('../types').Order}} CheckoutState
 */

/** @type {CheckoutState} */
export const STARTING = { stage: 'starting' };

/** @param {OpenCheckout | null} checkout @param {Notice | null} [notice] @param {object} [faults] @returns {CheckoutState} */
export const details = (checkout, notice = null, faults = {}) => ({ stage: 'details', checkout, notice, faults });

/** @param {OpenCheckout} checkout @param {Notice | null} [notice] @param {boolean} [needsAction] @returns {CheckoutState} */
export const payment = (checkout, notice = null, needsAction = false) => ({ stage: 'payment', checkout, notice, needsAction });

/** @param {CheckoutState} state @returns {OpenCheckout | null} */
export const checkoutOf = (state) => ('checkout' in state ? state.checkout : null);

/** Whether the order was paid: confirmed, on hold, or refunded since. @param {import('../types').Order} order */
export const isPaid = (order) => order.status === 'confirmed' || order.status === 'on_hold' || order.status === 'refunded';

/** Whether the shop's own server priced the order, so that nothing of it can be edited here. @param {import('../types').Order} order */
export const isShopPriced = (order) => order.reference !== null && order.reference !== undefined;

/** Returns the index of the step to highlight. @param {CheckoutState} state */
export function stepOf(state) {
  if (['details', 'starting', 'contact', 'closed'].includes(state.stage)) return 0;
  return ['done', 'settling', 'waiting'].includes(state.stage) ? 2 : 1;
}
