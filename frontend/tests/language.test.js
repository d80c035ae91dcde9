import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { chooseLanguage, chooseLocale, directionOf, LANGUAGES } from '../src/language.js';

test('a malformed preference is skipped, extensions are dropped', () => {
  assert.equal(chooseLocale(['C']), 'en');
  assert.equal(chooseLocale(['', undefined, null]), 'en');
  assert.equal(chooseLocale(['en-US@posix']), 'en-US');
  assert.equal(chooseLocale(['de_AT.UTF-8']), 'de-AT');
  assert.equal(chooseLocale(['ar-EG-u-nu-latn']), 'ar-EG');
});

test('the first language that the page speaks is taken', () => {
  assert.equal(chooseLanguage(['es-MX', 'de-CH', 'en']), 'de');
  assert.equal(chooseLanguage(['C', 'xx']), 'en');
});

test('languages that are written from right to left are known', () => {
  assert.equal(directionOf('ar-EG'), 'rtl');
  assert.equal(directionOf('de'), 'ltr');
});

/** @param {object} texts @param {string} [path] @returns {string[]} */
const keys = (texts, path = '') => Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [`${path}${key}`] : keys(value, `${path}${key}.`)));
const plain = (/** @type {string} */ key) => !key.endsWith('_many');

test('every language has every text with the same values', () => {
  const read = (/** @type {string} */ language) => JSON.parse(readFileSync(new URL(`../src/texts/${language}.json`, import.meta.url), 'utf8'));
  const english = read('en');
  const value = (/** @type {any} */ texts, /** @type {string} */ key) => key.split('.').reduce((part, name) => part[name], texts);
  for (const language of LANGUAGES) {
    const texts = read(language);
    assert.deepEqual(keys(texts).filter(plain).sort(), keys(english).sort(), language);
    for (const key of keys(english)) {
      const values = (/** @type {string} */ text) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();
      assert.deepEqual(values(value(texts, key)), values(value(english, key)), `${language}: ${key}`);
    }
  }
});
