/** Where the caller's token comes from: the shop's own function, else the fragment, kept for this tab alone. */

const KEPT = 'till.token';

/** Takes `token` out of the address, so that it is neither bookmarked, shared nor sent on. */
export function takeTokenFromFragment() {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const token = fragment.get('token');
  if (!token) return;
  sessionStorage.setItem(KEPT, token);
  fragment.delete('token');
  const rest = fragment.toString();
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search + (rest && `#${rest}`));
}

/** @returns {Promise<string | null>} */
export async function currentToken() {
  const supplied = await window.till?.token?.();
  return supplied || sessionStorage.getItem(KEPT);
}

/**
 * What the token says of its bearer. Unverified: good for filling in a form, never for deciding anything.
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
