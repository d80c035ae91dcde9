/** Next actions of a PaymentIntent that wait for the shopper, for hours or days. */

/**
 * @typedef {{kind: 'microdeposits' | 'voucher' | 'transfer', url: string | null, until: string | null}} Waiting
 */

/** @param {string | null | undefined} url */
const safe = (url) => (url && /^https?:/.test(url) ? url : null);

/**
 * @param {{type: string, redirectUrl?: string | null, expiresAt?: string | null} | null | undefined} action
 * @returns {Waiting | null} null where the shopper can act at once, as in 3-D Secure
 */
export function waitingOf(action) {
  if (!action) return null;
  const waits = { url: safe(action.redirectUrl), until: action.expiresAt ?? null };
  if (action.type === 'verify_with_microdeposits') return { kind: 'microdeposits', ...waits };
  if (action.type === 'display_bank_transfer_instructions') return { kind: 'transfer', ...waits };
  // oxxo_display_details, boleto_display_details, konbini_display_details, multibanco_display_details and their like.
  if (action.type.endsWith('_display_details')) return { kind: 'voucher', ...waits };
  return null;
}
