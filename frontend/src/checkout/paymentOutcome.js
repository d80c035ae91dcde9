/** Translates results of Stripe.js and statuses of a PaymentIntent into what the page does next. */

/**
 * - `paid`: ask the shop's server, which alone confirms.
 * - `processing`: the money is on its way; nothing to do but wait.
 * - `declined`: the same payment can be tried again with another card; the message is for the shopper.
 * - `action`: the bank still wants the shopper's consent.
 * - `canceled`: this payment is over; a new checkout is needed.
 * - `unknown`: no answer came, so the payment may have gone through: look before offering to pay.
 * - `trouble`: refused for a reason that is not the shopper's; a general text, the id goes to the console.
 * @typedef {'paid' | 'processing' | 'declined' | 'action' | 'canceled' | 'unknown' | 'trouble'} OutcomeKind
 * @typedef {{kind: OutcomeKind, message?: string, reference?: string}} Outcome
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

/** @param {string} status @returns {OutcomeKind} */
export function outcomeOf(status) {
  return MEANING[status] ?? 'unknown';
}

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
  if (error.type === 'card_error' || error.type === 'validation_error' || error.code === 'payment_intent_authentication_failure') {
    return { kind: 'declined', message: error.message };
  }
  if (error.type === 'api_connection_error' || error.type === 'api_error') return { kind: 'unknown' };
  return { kind: 'trouble', reference: error.request_log_url || error.code || error.type };
}
