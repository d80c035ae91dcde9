/** Reads the bearer token: from the shop's own function, else from the fragment, stored for this tab alone. */

import { ofTab } from './storage.js';

const STORAGE_KEY = 'till.token';

/** @typedef {{sub?: string, email?: string, given_name?: string, family_name?: string, roles?: string[], order?: string}} Claims `order` is the one order that a payment link's token opens */

/**
 * Removes `token` from the URL, so that it is neither bookmarked, shared nor sent on, and stores it for the tab. Where
 * the shop supplies its own token, or sets `window.till.fragmentToken` to false, it is removed and ignored.
 * @returns {Claims | null} the claims of a token that belongs to another person than the one before, else null
 */
export function takeTokenFromFragment() {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const token = fragment.get('token');
  if (!token) return null;
  fragment.delete('token');
  const rest = fragment.toString();
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search + (rest && `#${rest}`));
  if (window.till?.token || window.till?.fragmentToken === false) return null;
  const before = ofTab.get(STORAGE_KEY);
  ofTab.set(STORAGE_KEY, token);
  const claims = claimsOf(token);
  return before && claimsOf(before).sub !== claims.sub ? claims : null;
}

/** @returns {Promise<string | null>} */
export async function currentToken() {
  const supplied = await window.till?.token?.();
  return supplied || ofTab.get(STORAGE_KEY);
}

/**
 * Returns the token's claims. Unverified: good for filling in a form, never for a decision.
 * @returns {Promise<Claims>}
 */
export async function tokenClaims() {
  return claimsOf(await currentToken());
}

/** @param {string | null} token @returns {Claims} */
function claimsOf(token) {
  const payload = token?.split('.')[1];
  if (!payload) return {};
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return {};
  }
}
