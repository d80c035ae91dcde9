/** The states of the checkout page; useCheckout changes between them. */

/**
 * An order that can still be paid, as the server priced it; `bankUrl` where the bank asks on a page of its own.
 * @typedef {{order: import('../types').Order, clientSecret: string, paymentIntentId: string, bankUrl: string | null}} OpenCheckout
 *
 * @typedef {{tone: 'alert' | 'info', text: string}} Notice
 *
 * - `starting`: the order named by the address is being looked up.
 * - `details`: contact, address and cart; `checkout` is the one that a change would replace.
 * - `opening`: a payment is being made ready (retry, after a change); nothing can be paid meanwhile.
 * - `payment`: the payment form; `needsAction` when the bank waits for the shopper.
 * - `settling`: paid or being paid, waiting for the server's confirmation. `confirming`, `processing` (days, by mail), `stuck`.
 * - `done`: the receipt of an order.
 * - `signedOut`, `fatal`: the shopper has to act first.
 * @typedef {{stage: 'starting'} | {stage: 'signedOut'} | {stage: 'fatal', problem: import('../api/problem.js').Problem, orderId: string}
 *   | {stage: 'details', checkout: OpenCheckout | null, notice: Notice | null, faults: Partial<Record<keyof import('../types').Draft, string>>}
 *   | {stage: 'opening', checkout: OpenCheckout | null}
 *   | {stage: 'payment', checkout: OpenCheckout, notice: Notice | null, needsAction: boolean}
 *   | {stage: 'settling', kind: 'confirming' | 'processing' | 'stuck', orderId: string, orderNumber: string | null, paymentIntentId: string}
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

/** Returns the index of the step to highlight. @param {CheckoutState} state */
export function stepOf(state) {
  if (state.stage === 'details' || state.stage === 'starting') return 0;
  return state.stage === 'done' || state.stage === 'settling' ? 2 : 1;
}
