/** Formats amounts: integers in the minor unit, with the exponent from the server's list. */

/**
 * `1299` with exponent 2 is `"12.99"`: digits moved, nothing divided, so that no float can round a price.
 * @param {number} amount @param {number} exponent
 */
export function asDecimal(amount, exponent) {
  const digits = Math.abs(amount).toString().padStart(exponent + 1, '0');
  const sign = amount < 0 ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/**
 * The inverse, for what an operator types; null where the text is no amount of that currency.
 * @param {string} text @param {number} exponent @returns {number | null}
 */
export function asMinorUnits(text, exponent) {
  const match = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text.trim());
  if (!match) return null;
  const fraction = match[2] || '';
  if (fraction.length > exponent) return null;
  return Number(match[1] + fraction.padEnd(exponent, '0'));
}

/**
 * @param {{code: string, exponent: number}[]} currencies @param {string} [locale]
 * @returns {(amount: number, currency: string) => string}
 */
export function moneyFormat(currencies, locale) {
  const exponents = Object.fromEntries(currencies.map(({ code, exponent }) => [code, exponent]));
  return (amount, currency) => {
    const exponent = exponents[currency] ?? 2;
    const format = new Intl.NumberFormat(locale, {
      style: 'currency', currency, minimumFractionDigits: exponent, maximumFractionDigits: exponent,
    });
    return format.format(/** @type {Intl.StringNumericLiteral} */ (asDecimal(amount, exponent)));
  };
}
