/** Confirms a payment in one of three ways; each resolves to an Outcome and never throws. */

import { asProblem } from '../api/problem.js';
import { pause } from '../api/retries.js';
import { returnUrl } from './pageUrl.js';
import { failureOf, outcomeOf, outcomeOfResult } from './paymentOutcome.js';
import { CONFIRMATION_MS } from './pendingConfirmation.js';
import { payWithSavedMethod, showIntent } from './stripePaymentService.js';

/** @typedef {import('@stripe/stripe-js').Stripe} Stripe */
/** @typedef {import('./checkoutState.js').OpenCheckout} OpenCheckout */
/** @typedef {import('./paymentOutcome.js').Outcome} Outcome */
/** @typedef {(phase: 'validating' | 'processing') => void} Report */

/** @type {Outcome} */
const UNKNOWN = { kind: 'unknown' };

/** Milliseconds between the requests for an unknown outcome; together longer than CONFIRMATION_MS. */
const POLL_WAITS = [300, 1000, 2000, 4000, 6000, 8000, 8000, 8000, 8000];

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
    return { kind, message: intent.lastError?.message, failure: failureOf(intent.lastError) };
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code === 'card_declined') return { kind: 'declined', message: problem.message, failure: failureOf({ code: problem.code, declineCode: problem.declineCode }) };
    // The request was turned away before Stripe was asked.
    if (problem.status === 429 || problem.status === 404) return { kind: 'declined', message: problem.message };
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
 * Asks the server, which asks Stripe, until the outcome is known. While Stripe may still be working on the confirmation,
 * an intent that wants a payment method is no decline unless its failure is a new one. Without any answer it resolves to
 * `paid`: the page then waits for the order and does not offer to pay again on a guess.
 * @param {string} paymentIntentId @param {{since: number, failure: string}} confirmation @returns {Promise<Outcome>}
 */
export async function pollOutcome(paymentIntentId, { since, failure }) {
  for (const wait of POLL_WAITS) {
    await pause(wait);
    try {
      const intent = await showIntent(paymentIntentId);
      const kind = outcomeOf(intent.status);
      const seen = failureOf(intent.lastError);
      const known = kind !== 'declined' || (seen !== '' && seen !== failure) || Date.now() - since >= CONFIRMATION_MS;
      if (known) return { kind, message: seen !== failure ? intent.lastError?.message : undefined, failure: seen };
    } catch (error) {
      const problem = asProblem(error);
      if (!problem.passing && problem.status !== 429) break;
    }
  }
  return { kind: 'paid' };
}
