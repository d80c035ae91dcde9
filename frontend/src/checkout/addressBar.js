/** What the page's address says, and what it may say: an order's id, never a secret. */

import { parseCart } from './cart.js';

/** @returns {string | null} */
export function orderInAddress() {
  return new URLSearchParams(window.location.search).get('order');
}

/** @param {string | null} orderId */
function addressOf(orderId) {
  return window.location.pathname + (orderId ? `?order=${encodeURIComponent(orderId)}` : '');
}

/** A step forward, so that Back returns to the details. @param {string} orderId */
export function goToOrder(orderId) {
  if (orderInAddress() === orderId) return;
  const move = orderInAddress() ? 'replaceState' : 'pushState';
  window.history[move](null, '', addressOf(orderId));
}

/** @param {string | null} orderId */
export function nameOrder(orderId) {
  window.history.replaceState(null, '', addressOf(orderId));
}

/** Where a bank that takes the whole window sends the shopper back to. @param {string} orderId */
export function returnUrl(orderId) {
  return window.location.origin + addressOf(orderId);
}

/**
 * Stripe's parameters of a redirect back, and a cart handed over by the shop; both leave the address at once.
 * @returns {{clientSecret: string | null, items: import('../types').CartItem[] | null, currency: string | null}}
 */
export function takeFromAddress() {
  const query = new URLSearchParams(window.location.search);
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const cart = query.get('cart') ?? fragment.get('cart');
  const currency = query.get('currency') ?? fragment.get('currency');
  nameOrder(query.get('order'));
  return {
    clientSecret: query.get('payment_intent_client_secret'),
    items: cart ? parseCart(cart) : null,
    currency: currency?.toLowerCase() ?? null,
  };
}
