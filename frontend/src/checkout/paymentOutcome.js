/** Translates results of Stripe.js and statuses of a PaymentIntent into what the page does next. */

/**
 * - `paid`: ask the shop's server, which alone confirms.
 * - `processing`: the money is on its way; nothing to do but wait.
 * - `declined`: the same payment can be tried again with another card; the message is for the shopper.
 * - `action`: the bank still wants the shopper's consent.
 * - `canceled`: this payment is over; a new checkout is needed.
 * - `unknown`: no answer, or none about the outcome: the payment may have gone through, so ask before offering to pay.
 * - `trouble`: refused for a reason that is not the shopper's; a general text, the id goes to the console.
 * @typedef {'paid' | 'processing' | 'declined' | 'action' | 'canceled' | 'unknown' | 'trouble'} OutcomeKind
 * @typedef {{kind: OutcomeKind, message?: string, failure?: string, reference?: string}} Outcome
 *   `failure` identifies a decline, to tell it from an earlier one
 */

/** @type {Record<string, OutcomeKind>} Stripe's statuses */
const MEANING = {
  succeeded: 'paid',
  requires_capture: 'paid',
  processing: 'processing',
  requires_payment_method: 'declined',
  requires_confirmation: 'declined',
  requires_action: 'action',
  canceled: 'canceled',
};

/** Errors after which Stripe may still carry the payment out, or already did. */
const OPEN_CODES = ['lock_timeout', 'rate_limit', 'idempotency_key_in_use'];
const OPEN_TYPES = ['api_connection_error', 'api_error', 'rate_limit_error', 'idempotency_error'];

/** @param {string} status @returns {OutcomeKind} */
export function outcomeOf(status) {
  return MEANING[status] ?? 'unknown';
}

/** Identifies a decline by its codes. @param {{code?: string | null, declineCode?: string | null} | null | undefined} error */
export const failureOf = (error) => (error ? `${error.code ?? ''}/${error.declineCode ?? ''}` : '');

/**
 * @param {{error?: any, paymentIntent?: {status: string}}} result of confirmPayment, handleNextAction or retrievePaymentIntent
 * @returns {Outcome}
 */
export function outcomeOfResult({ error, paymentIntent }) {
  if (paymentIntent) return { kind: outcomeOf(paymentIntent.status) };
  if (!error) return { kind: 'unknown' };
  // An error about an intent that is already paid, on its way or over is not a failure of this attempt.
  const settled = error.payment_intent && outcomeOf(error.payment_intent.status);
  if (settled === 'paid' || settled === 'processing' || settled === 'canceled') return { kind: settled };
  if (OPEN_CODES.includes(error.code) || OPEN_TYPES.includes(error.type)) return { kind: 'unknown' };
  if (error.type === 'card_error' || error.type === 'validation_error' || error.code === 'payment_intent_authentication_failure') {
    return { kind: 'declined', message: error.message, failure: failureOf({ code: error.code, declineCode: error.decline_code }) };
  }
  return { kind: 'trouble', reference: error.request_log_url || error.code || error.type };
}
