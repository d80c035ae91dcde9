/** Names of countries, from the browser's own data. */

const names = new Intl.DisplayNames('en', { type: 'region' });

/** @param {string} code ISO 3166-1 alpha-2 */
export const countryName = (code) => names.of(code) ?? code;
