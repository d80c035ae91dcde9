/** What a text may mean that an operator searches orders by; the same readings as those of `till orders find`. */

import { asMinorUnits } from '../money.js';

/** @typedef {NonNullable<import('../../client/schema').paths['/api/orders']['get']['parameters']['query']>} OrderFilters */

const NUMBER = /^T[0-9A-Z]{12}[0-9A-Z*~$=]$/i;
const STRIPE_ID = /^(pi|ch|py|re|pyr|du|dp)_\w+$/;
const TOTAL = /^(\d{1,12}(?:[.,]\d{1,3})?) ?([A-Za-z]{3})$/;

/** Whether the text names one order. @param {string} text */
export const isOrderName = (text) => NUMBER.test(text.replaceAll('-', '')) || /^ord_\w+$/i.test(text);

/**
 * The filters of each reading, the likeliest first.
 * @param {string} text @param {{code: string, exponent: number}[]} currencies @returns {OrderFilters[]}
 */
export function readingsOf(text, currencies) {
  if (text.includes('@')) return [...new Set([text, text.toLowerCase()])].map((email) => ({ email }));
  if (STRIPE_ID.test(text)) return [{ paymentIntentId: text }];
  const total = TOTAL.exec(text);
  const currency = total && currencies.find(({ code }) => code === total[2].toLowerCase());
  const amount = total && currency ? asMinorUnits(total[1], currency.exponent) : null;
  if (currency && amount) return [{ total: amount, currency: currency.code }];
  return [{ reference: text }, { userId: text }];
}

/**
 * The moments between which a day of the operator's own time zone lies.
 * @param {string} day `2026-11-26` @param {number} [daysLater] @returns {string} RFC 3339
 */
export function startOf(day, daysLater = 0) {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}
