/**
 * Loads Stripe.js from Stripe, or from the sandbox's stand-in where the server names one. A script that hangs is
 * rejected after a timeout, so that the page can say so.
 */

import { loadStripe } from '@stripe/stripe-js/pure';

import { outcomeOfResult } from './paymentOutcome.js';

export const LOAD_TIMEOUT_MS = 15_000;

/** @param {string | null | undefined} url */
const isStripesOwn = (url) => !url || /(^|\.)js\.stripe\.com$/.test(new URL(url).hostname);

/** @typedef {{publishableKey: string, stripeJsUrl?: string | null}} Source */

/** @type {Promise<import('@stripe/stripe-js').Stripe> | null} */
let loading = null;

/** Loads once for the page; a failed load may be repeated. @param {Source} source */
export function loadStripeJs(source) {
  loading ??= loadWithTimeout(source).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** @param {Source} source @returns {Promise<import('@stripe/stripe-js').Stripe>} */
async function loadWithTimeout({ publishableKey, stripeJsUrl }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('Stripe.js took too long to load.')), LOAD_TIMEOUT_MS);
  });
  try {
    return /** @type {import('@stripe/stripe-js').Stripe} */ (await Promise.race([load(), tooLong]));
  } finally {
    clearTimeout(timer);
  }

  async function load() {
    if (stripeJsUrl && !isStripesOwn(stripeJsUrl) && !(/** @type {{Stripe?: unknown}} */ (window).Stripe)) await runScript(stripeJsUrl);
    const stripe = await loadStripe(publishableKey);
    if (!stripe) throw new Error('Stripe.js is not available here.');
    return stripe;
  }
}

/** Each try adds its own tag, because a tag that failed never loads again. @param {string} url @returns {Promise<void>} */
function runScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error('Stripe.js could not be loaded.'));
    };
    document.head.append(script);
  });
}

/**
 * What Stripe says of the payment on the return from a bank's page.
 * @param {Source} source @param {string} clientSecret @returns {Promise<import('./paymentOutcome.js').OutcomeKind>}
 */
export async function outcomeAtStripe(source, clientSecret) {
  try {
    const stripe = await loadStripeJs(source);
    return outcomeOfResult(await stripe.retrievePaymentIntent(clientSecret)).kind;
  } catch {
    return 'unknown';
  }
}
