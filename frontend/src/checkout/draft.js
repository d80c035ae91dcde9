/** The details that the shopper has typed: stored for the tab, validated before they are sent. */

import { ofTab } from '../api/storage.js';
import { t } from '../texts.js';
import { ANY_COUNTRY, hasField } from './addressForms.js';
import { countryName } from './countries.js';

/** @typedef {import('../types').Draft} Draft */
/** @typedef {import('../types').AddressForm} AddressForm */
/** @typedef {Partial<Record<keyof Draft, string>>} Faults */

const STORAGE_KEY = 'till.draft';
/** The API's limit for names and address lines. */
const LONGEST = 200;

/** @type {Draft} */
export const BLANK = { email: '', name: '', phone: '', line1: '', line2: '', city: '', state: '', postalCode: '', country: '', saveCard: false };

/** @type {(keyof Draft)[]} in the order of focus on an error */
export const FIELD_ORDER = ['email', 'phone', 'name', 'country', 'line1', 'line2', 'postalCode', 'city', 'state'];

/** @param {AddressForm} form */
export const stateLabel = (form) => t(`address.state.${form.stateLabel}`);
/** @param {AddressForm} form */
export const cityLabel = (form) => t(`address.city.${form.cityLabel}`);
/** @param {AddressForm} form */
export const postalCodeLabel = (form) => t(`address.postalCode.${form.postalCodeLabel}`);

/** @param {Draft} draft @param {AddressForm} [form] @returns {Faults} a message for each field at fault */
export function faultsOf(draft, form = ANY_COUNTRY) {
  /** @type {Faults} */
  const faults = {};
  const required = /** @type {(keyof Draft)[]} */ (['email', 'name', 'line1', 'country', ...form.required.filter((field) => hasField(form, /** @type {any} */ (field)))]);
  for (const field of required) {
    if (!(field in BLANK) || String(draft[field]).trim()) continue;
    const label = field === 'state' ? stateLabel(form) : field === 'postalCode' ? postalCodeLabel(form) : '';
    faults[field] = t(`address.fault.${field}`, { label });
  }
  if (!faults.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim())) faults.email = t('address.fault.emailForm');
  if (draft.postalCode.trim() && !isPostalCode(draft.postalCode.trim(), form)) {
    faults.postalCode = t('address.fault.postalCodeForm', { label: postalCodeLabel(form), example: form.postalCodeExample ?? '' });
  }
  for (const field of FIELD_ORDER) {
    if (String(draft[field]).length > LONGEST) faults[field] = t('address.fault.long', { count: LONGEST });
  }
  return faults;
}

/** @param {string} text @param {AddressForm} form */
function isPostalCode(text, form) {
  if (!form.postalCodePattern || !hasField(form, 'postalCode')) return true;
  try {
    return new RegExp(`^(?:${form.postalCodePattern})$`, 'i').test(text);
  } catch {
    return true;
  }
}

/**
 * The draft's address: blank optional fields, and those that the country's addresses do not have, are left out.
 * @param {Draft} draft @param {AddressForm} [form] @returns {import('../types').ShippingAddress}
 */
export function addressOf(draft, form = ANY_COUNTRY) {
  const has = (/** @type {string} */ field) => !(field === 'state' || field === 'postalCode') || hasField(form, field);
  const optional = Object.fromEntries(
    (/** @type {const} */ (['line2', 'state', 'postalCode', 'phone'])).filter(has).map((field) => [field, draft[field].trim()]).filter(([, value]) => value),
  );
  return { name: draft.name.trim(), line1: draft.line1.trim(), city: cityOf(draft, form), country: draft.country, ...optional };
}

/** The API requires a city; where the country's addresses need none, it is the state or the country. @param {Draft} draft @param {AddressForm} form */
function cityOf(draft, form) {
  const typed = hasField(form, 'city') ? draft.city.trim() : '';
  if (typed || (hasField(form, 'city') && form.required.includes('city'))) return typed;
  return form.states.find(({ code }) => code === draft.state)?.name ?? countryName(draft.country);
}

/**
 * What the price depends on, as far as it is known: the country, and its state.
 * @param {Draft} draft @param {AddressForm} form @returns {{country: string, state?: string} | null}
 */
export function destinationOf(draft, form) {
  if (!draft.country) return null;
  const state = hasField(form, 'state') ? draft.state.trim() : '';
  return { country: draft.country, ...(state && { state }) };
}

/** @param {import('../types').ShippingAddress} address @returns {Partial<Draft>} */
export function draftOf(address) {
  const { name, line1, city, country } = address;
  return { name, line1, city, country, postalCode: address.postalCode ?? '', line2: address.line2 ?? '', state: address.state ?? '', phone: address.phone ?? '' };
}

/**
 * The draft after a change of the country: a state that the new one does not have is dropped.
 * @param {Partial<Draft>} change @param {AddressForm} form of the new country
 */
export function withCountry(change, form) {
  return { ...change, ...(form.states.length > 0 || !hasField(form, 'state') ? { state: '' } : {}) };
}

/**
 * The API's field names as the form's: `shippingAddress.postalCode` is `postalCode`, `receiptEmail` is `email`.
 * @param {Record<string, string>} fields @returns {Faults}
 */
export function faultsFromServer(fields) {
  /** @type {Faults} */
  const faults = {};
  for (const [path, message] of Object.entries(fields)) {
    const field = path === 'receiptEmail' ? 'email' : path.replace(/^shippingAddress\./, '');
    if (field in BLANK) faults[/** @type {keyof Draft} */ (field)] = message;
  }
  return faults;
}

/** @param {Draft} draft */
export function saveDraft(draft) {
  ofTab.set(STORAGE_KEY, JSON.stringify(draft));
}

/** @returns {Draft} */
export function loadDraft() {
  try {
    return { ...BLANK, ...JSON.parse(ofTab.get(STORAGE_KEY) || '{}') };
  } catch {
    return BLANK;
  }
}

/** Removes the draft, when another person signs in. */
export function forgetDraft() {
  ofTab.remove(STORAGE_KEY);
}
