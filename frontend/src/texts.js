/** The page's texts in its language; they are data in texts/. */

import i18next from 'i18next';

import { directionOf, language } from './language.js';
import de from './texts/de.json' with { type: 'json' };
import en from './texts/en.json' with { type: 'json' };
import fr from './texts/fr.json' with { type: 'json' };

const texts = i18next.createInstance();
texts.init({
  lng: language,
  fallbackLng: 'en',
  initAsync: false,
  // React escapes what it renders.
  interpolation: { escapeValue: false },
  resources: { en: { translation: en }, de: { translation: de }, fr: { translation: fr } },
});

/** @type {(key: string, values?: Record<string, string | number>) => string} */
export const t = (key, values) => texts.t(key, values ?? {});

/** Marks the document with the page's language and direction. */
export function markLanguage() {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  document.title = t('page.title');
}
