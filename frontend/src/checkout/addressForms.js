/** How each country writes its addresses, from the server's file. */

import { countryName } from './countries.js';

/** @typedef {import('../types').AddressForm} AddressForm */
/** @typedef {Record<string, AddressForm>} AddressForms */

/** Used while the file can't be had: the server decides then. @type {AddressForm} */
export const ANY_COUNTRY = {
  country: '', lines: [['name'], ['street'], ['postalCode', 'city'], ['state']], required: ['name', 'street', 'city'],
  stateLabel: 'state', cityLabel: 'city', postalCodeLabel: 'postal', states: [], postalCodePattern: null, postalCodeExample: null,
};

/** Countries whose addresses are written with the state's code; elsewhere it is written by its name. */
const WRITTEN_BY_CODE = ['US', 'CA', 'AU', 'BR', 'IT'];

/** @returns {Promise<AddressForms>} empty where it can't be loaded */
export async function loadAddressForms() {
  try {
    const answer = await fetch('/static/address-forms.json');
    return answer.ok ? await answer.json() : {};
  } catch {
    return {};
  }
}

/** @param {AddressForms} forms @param {string} country */
export const formOf = (forms, country) => forms[country] ?? ANY_COUNTRY;

/** @param {AddressForm} form @param {AddressForm['lines'][number][number]} field */
export const hasField = (form, field) => form.lines.some((line) => line.includes(field));

/** @param {AddressForm} form @param {string | null | undefined} code */
function writtenState(form, code) {
  if (!code || WRITTEN_BY_CODE.includes(form.country)) return code;
  return form.states.find((state) => state.code === code)?.name ?? code;
}

/**
 * The lines of an address in its country's order.
 * @param {import('../types').ShippingAddress} address @param {AddressForms} forms @returns {string[]}
 */
export function addressLines(address, forms) {
  const form = formOf(forms, address.country);
  const state = writtenState(form, address.state);
  const parts = { name: '', street: '', city: address.city, state, postalCode: address.postalCode };
  // Where the country's addresses name no city, what was stored for it repeats the state or the country.
  if (!hasField(form, 'city')) parts.city = '';
  const place = form.lines.map((line) => line.map((field) => parts[field]).filter(Boolean).join(' '));
  return [address.name, address.line1, address.line2 ?? '', ...place, countryName(address.country)].filter(Boolean);
}
