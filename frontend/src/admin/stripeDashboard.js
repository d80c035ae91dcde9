/** Links to Stripe's dashboard, of the mode that the keys have; in the sandbox, to the stand-in's. */

const LIVE = 'https://dashboard.stripe.com';

/** @param {import('../types').ShopConfig} config @param {string} intentId @returns {string} */
export function paymentUrl(config, intentId) {
  if (config.stripeJsUrl) return new URL('/', config.stripeJsUrl).href;
  return `${dashboardUrl(config)}/payments/${encodeURIComponent(intentId)}`;
}

/** @param {import('../types').ShopConfig} config @param {string} disputeId @returns {string} */
export function disputeUrl(config, disputeId) {
  if (config.stripeJsUrl) return new URL('/disputes', config.stripeJsUrl).href;
  return `${dashboardUrl(config)}/disputes/${encodeURIComponent(disputeId)}`;
}

/** @param {import('../types').ShopConfig} config */
const dashboardUrl = (config) => (config.publishableKey.startsWith('pk_live_') ? LIVE : `${LIVE}/test`);
