/** The page's URL: it holds an order's id, never a secret. */

import { parseCart } from './cart.js';

/** @returns {string | null} */
export function orderInUrl() {
  return new URLSearchParams(window.location.search).get('order');
}

/** @param {string | null} orderId */
function addressOf(orderId) {
  return window.location.pathname + (orderId ? `?order=${encodeURIComponent(orderId)}` : '');
}

/** Adds a history entry, so that Back returns to the details. @param {string} orderId */
export function pushOrderUrl(orderId) {
  if (orderInUrl() === orderId) return;
  const move = orderInUrl() ? 'replaceState' : 'pushState';
  window.history[move](null, '', addressOf(orderId));
}

/** @param {string | null} orderId */
export function replaceOrderUrl(orderId) {
  window.history.replaceState(null, '', addressOf(orderId));
}

/** Returns the URL to which a bank's page sends the shopper back. @param {string} orderId */
export function returnUrl(orderId) {
  return window.location.origin + addressOf(orderId);
}

/**
 * Returns Stripe's parameters of a redirect back and the cart that the shop hands over, and removes both from the URL.
 * @returns {{clientSecret: string | null, items: import('../types').CartItem[] | null, currency: string | null}}
 */
export function takeHandover() {
  const query = new URLSearchParams(window.location.search);
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const cart = query.get('cart') ?? fragment.get('cart');
  const currency = query.get('currency') ?? fragment.get('currency');
  // A payment link names its order in the fragment, beside its token.
  replaceOrderUrl(query.get('order') ?? fragment.get('order'));
  return {
    clientSecret: query.get('payment_intent_client_secret'),
    items: cart ? parseCart(cart) : null,
    currency: currency?.toLowerCase() ?? null,
  };
}
