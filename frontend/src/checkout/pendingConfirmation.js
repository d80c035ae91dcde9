/** A confirmation under way, stored for the tab, so that a reload does not take it for a decline. */

import { ofTab } from '../api/storage.js';

const STORAGE_KEY = 'till.confirming';
/** Milliseconds for which Stripe may still be working on a confirmation: the API gives it 30 s, and some for the way. */
export const CONFIRMATION_MS = 35_000;

/** @typedef {{orderId: string, since: number, failure: string}} Confirmation `failure` is the decline before it */

/** @param {string} orderId @param {string} failure @returns {Confirmation} */
export function beginConfirmation(orderId, failure) {
  const confirmation = { orderId, since: Date.now(), failure };
  ofTab.set(STORAGE_KEY, JSON.stringify(confirmation));
  return confirmation;
}

export function endConfirmation() {
  ofTab.remove(STORAGE_KEY);
}

/** @param {string} orderId @returns {Confirmation | null} the one that may still be under way */
export function pendingConfirmation(orderId) {
  try {
    const stored = JSON.parse(ofTab.get(STORAGE_KEY) || 'null');
    return stored?.orderId === orderId && Date.now() - stored.since < CONFIRMATION_MS ? stored : null;
  } catch {
    return null;
  }
}
