/** Names of countries in the page's language, from the browser's own data. */

import { language } from '../language.js';

const names = new Intl.DisplayNames([language, 'en'], { type: 'region' });

/** @param {string} code ISO 3166-1 alpha-2 */
export function countryName(code) {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

const collator = new Intl.Collator(language);

/** The shop's own country first, the others by name. @param {string[]} codes */
export function sortedCountries([own, ...others]) {
  return [own, ...others.sort((one, other) => collator.compare(countryName(one), countryName(other)))].filter(Boolean);
}
