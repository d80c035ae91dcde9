/**
 * Stores one Idempotency-Key for each checkout request, for a day and across tabs: a reload, a lost answer or a second
 * tab that sends the same request gets the same order. Only hashes of the requests are stored.
 */

import { randomKey } from '../api/randomKey.js';
import { shared } from '../api/storage.js';

const STORAGE_KEY = 'till.attempts';
const DAY_MS = 24 * 60 * 60 * 1000;

/** @typedef {{key: string, orderId: string | null, replaces: string | null, at: number}} Attempt */

/** @returns {Record<string, Attempt>} */
function read() {
  try {
    /** @type {[string, Attempt][]} */
    const entries = Object.entries(JSON.parse(shared.get(STORAGE_KEY) || '{}'));
    return Object.fromEntries(entries.filter(([, attempt]) => Date.now() - attempt.at < DAY_MS));
  } catch {
    return {};
  }
}

/** @param {Record<string, Attempt>} attempts */
function write(attempts) {
  shared.set(STORAGE_KEY, JSON.stringify(attempts));
}

/** @param {unknown} body @param {string} bearer the caller's subject @returns {Promise<string>} */
export async function fingerprint(body, bearer) {
  const text = JSON.stringify([bearer, body]);
  // Browsers offer it on secure pages alone; without it a reload is recognized by a weaker hash.
  if (!globalThis.crypto?.subtle) return weakHash(text);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** FNV-1a over the text and its length. @param {string} text */
function weakHash(text) {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return `${hash.toString(16)}-${text.length}`;
}

/**
 * Returns the stored attempt for this request, with the order that it replaces, else a new one.
 * @param {string} print @param {string | null} replaces an order's id @returns {Attempt}
 */
export function claim(print, replaces) {
  const attempts = read();
  attempts[print] ??= { key: randomKey(), orderId: null, replaces, at: Date.now() };
  write(attempts);
  return attempts[print];
}

/** @param {string} print @param {string} orderId */
export function remember(print, orderId) {
  const attempts = read();
  if (attempts[print]) write({ ...attempts, [print]: { ...attempts[print], orderId } });
}

/** Removes all attempts, when another person signs in. */
export function forgetAll() {
  shared.remove(STORAGE_KEY);
}

/** @param {string} print */
export function forget(print) {
  const attempts = read();
  delete attempts[print];
  write(attempts);
}

/** Removes the keys of a finished order, so that the same purchase later is a new order. @param {string} orderId */
export function forgetOrder(orderId) {
  write(Object.fromEntries(Object.entries(read()).filter(([, attempt]) => attempt.orderId !== orderId)));
}
