/** Reads the bearer token: from the shop's own function, else from the fragment, stored for this tab alone. */

const STORAGE_KEY = 'till.token';

/** Removes `token` from the URL, so that it is neither bookmarked, shared nor sent on. */
export function takeTokenFromFragment() {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const token = fragment.get('token');
  if (!token) return;
  sessionStorage.setItem(STORAGE_KEY, token);
  fragment.delete('token');
  const rest = fragment.toString();
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search + (rest && `#${rest}`));
}

/** @returns {Promise<string | null>} */
export async function currentToken() {
  const supplied = await window.till?.token?.();
  return supplied || sessionStorage.getItem(STORAGE_KEY);
}

/**
 * Returns the token's claims. Unverified: good for filling in a form, never for a decision.
 * @returns {Promise<{sub?: string, email?: string, given_name?: string, family_name?: string}>}
 */
export async function tokenClaims() {
  const payload = (await currentToken())?.split('.')[1];
  if (!payload) return {};
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return {};
  }
}
