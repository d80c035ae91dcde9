/** The page's language and locale, from the browser's preferences; what is malformed is skipped. */

export const LANGUAGES = /** @type {const} */ (['en', 'de', 'fr']);

/**
 * A preference as a BCP 47 tag without extensions: `en_US@posix` is `en-US`, `C` and `` are null.
 * @param {unknown} preference @returns {string | null}
 */
export function localeOf(preference) {
  const match = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}/.exec(String(preference ?? ''));
  try {
    return match && new Intl.Locale(match[0].replaceAll('_', '-')).baseName;
  } catch {
    return null;
  }
}

/** @param {readonly unknown[]} preferences @returns {string} the first that is well-formed, else `en` */
export function chooseLocale(preferences) {
  for (const preference of preferences) {
    const locale = localeOf(preference);
    if (locale) return locale;
  }
  return 'en';
}

/** @param {readonly unknown[]} preferences @returns {(typeof LANGUAGES)[number]} the first that the page speaks, else `en` */
export function chooseLanguage(preferences) {
  for (const preference of preferences) {
    const language = localeOf(preference)?.split('-')[0];
    const known = LANGUAGES.find((one) => one === language);
    if (known) return known;
  }
  return 'en';
}

const preferences = [...(navigator.languages ?? []), navigator.language];

/** For dates, amounts and names of countries. */
export const locale = chooseLocale(preferences);

/** For texts. */
export const language = chooseLanguage(preferences);

/** @param {string} tag @returns {'ltr' | 'rtl'} */
export function directionOf(tag) {
  try {
    const info = /** @type {any} */ (new Intl.Locale(tag));
    const direction = (info.getTextInfo?.() ?? info.textInfo)?.direction;
    if (direction) return direction;
  } catch {
    // Older browsers know no text info.
  }
  return /^(ar|fa|he|ur|ps|sd|ug|yi|dv|ckb)\b/.test(tag) ? 'rtl' : 'ltr';
}
