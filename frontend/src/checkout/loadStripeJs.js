/**
 * Stripe.js, from Stripe alone; or, where the server names another source, the sandbox's stand-in. Settles always: a
 * script that hangs is given up after a while, so that the page can say so.
 */

import { loadStripe } from '@stripe/stripe-js/pure';

export const PATIENCE_MS = 15_000;

/** @param {string | null | undefined} url */
const isStripesOwn = (url) => !url || /(^|\.)js\.stripe\.com$/.test(new URL(url).hostname);

/** @typedef {{publishableKey: string, stripeJsUrl?: string | null}} Source */

/** @type {Promise<import('@stripe/stripe-js').Stripe> | null} */
let loading = null;

/** One load for the page, begun again only after it failed. @param {Source} source */
export function loadStripeJs(source) {
  loading ??= loadWithPatience(source).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** @param {Source} source @returns {Promise<import('@stripe/stripe-js').Stripe>} */
async function loadWithPatience({ publishableKey, stripeJsUrl }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('Stripe.js took too long to load.')), PATIENCE_MS);
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

/** A tag that failed stays dead, so every try makes its own. @param {string} url @returns {Promise<void>} */
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
