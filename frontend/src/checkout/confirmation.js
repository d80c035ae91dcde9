/** Confirms a payment in one of three ways; each resolves to an Outcome and never throws. */

import { pause } from '../api/retries.js';
import { asProblem } from '../api/problem.js';
import { returnUrl } from './pageUrl.js';
import { outcomeOf, outcomeOfResult } from './paymentOutcome.js';
import { payWithSavedMethod, showIntent } from './stripePaymentService.js';

/** @typedef {import('@stripe/stripe-js').Stripe} Stripe */
/** @typedef {import('./checkoutState.js').OpenCheckout} OpenCheckout */
/** @typedef {import('./paymentOutcome.js').Outcome} Outcome */
/** @typedef {(phase: 'validating' | 'processing') => void} Report */

/** @type {Outcome} */
const UNKNOWN = { kind: 'unknown' };

/** Milliseconds between the requests for the outcome of a payment whose answer was lost. */
const POLL_WAITS = [300, 1000, 2000, 4000, 8000, 8000, 8000];

/**
 * @param {{stripe: Stripe, elements: import('@stripe/stripe-js').StripeElements, checkout: OpenCheckout, report: Report}} payment
 * @returns {Promise<Outcome>}
 */
export async function confirmWithElements({ stripe, elements, checkout, report }) {
  try {
    report('validating');
    const { error } = await elements.submit();
    if (error) return { kind: 'declined', message: error.message };
    report('processing');
    const { clientSecret, order } = checkout;
    return outcomeOfResult(await stripe.confirmPayment({
      elements, clientSecret, redirect: 'if_required', confirmParams: { return_url: returnUrl(order.id) },
    }));
  } catch {
    return UNKNOWN;
  }
}

/**
 * @param {{stripe: Stripe, checkout: OpenCheckout, method: import('../types').SavedMethod, report: Report}} payment
 * @returns {Promise<Outcome>}
 */
export async function confirmWithSavedCard({ stripe, checkout, method, report }) {
  report('processing');
  try {
    const intent = await payWithSavedMethod(checkout.paymentIntentId, method.id, returnUrl(checkout.order.id));
    const kind = outcomeOf(intent.status);
    if (kind === 'action') return continueAtBank({ stripe, checkout: { ...checkout, bankUrl: intent.nextAction?.redirectUrl ?? null } });
    return { kind, message: intent.lastError?.message };
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code === 'card_declined' || problem.status === 429 || problem.status === 404) return { kind: 'declined', message: problem.message };
    if (problem.passing) return UNKNOWN;
    return { kind: 'trouble', reference: problem.requestId ?? problem.code };
  }
}

/**
 * The bank's question: in the page by Stripe.js, or on a page of the bank's own, which then leads back here.
 * @param {{stripe: Stripe, checkout: OpenCheckout}} payment @returns {Promise<Outcome>}
 */
export async function continueAtBank({ stripe, checkout }) {
  if (checkout.bankUrl && /^https?:/.test(checkout.bankUrl)) {
    window.location.assign(checkout.bankUrl);
    return new Promise(() => {});
  }
  try {
    return outcomeOfResult(await stripe.handleNextAction({ clientSecret: checkout.clientSecret }));
  } catch {
    return UNKNOWN;
  }
}

/**
 * Asks the server, who asks Stripe. Still nothing after a good while is `paid` in the cautious sense: the page then
 * waits for the order and never offers to pay again on a guess.
 * @param {string} paymentIntentId @returns {Promise<Outcome>}
 */
export async function pollOutcome(paymentIntentId) {
  for (const wait of POLL_WAITS) {
    await pause(wait);
    try {
      const intent = await showIntent(paymentIntentId);
      return { kind: outcomeOf(intent.status), message: intent.lastError?.message };
    } catch (error) {
      if (!asProblem(error).passing) break;
    }
  }
  return { kind: 'paid' };
}
