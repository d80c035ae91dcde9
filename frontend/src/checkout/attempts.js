/**
 * One Idempotency-Key per checkout that was asked for: a reload, a lost answer or a second tab that asks for the very
 * same thing gets the very same order. Kept across tabs, for the API's own day; only hashes of what was asked are kept.
 */

const KEPT = 'till.attempts';
const DAY_MS = 24 * 60 * 60 * 1000;

/** @typedef {{key: string, orderId: string | null, replaces: string | null, at: number}} Attempt */

/** @returns {Record<string, Attempt>} */
function read() {
  try {
    /** @type {[string, Attempt][]} */
    const entries = Object.entries(JSON.parse(localStorage.getItem(KEPT) || '{}'));
    return Object.fromEntries(entries.filter(([, attempt]) => Date.now() - attempt.at < DAY_MS));
  } catch {
    return {};
  }
}

/** @param {Record<string, Attempt>} attempts */
function write(attempts) {
  localStorage.setItem(KEPT, JSON.stringify(attempts));
}

/** @param {unknown} body @param {string} bearer whose attempt it is @returns {Promise<string>} */
export async function fingerprint(body, bearer) {
  const bytes = new TextEncoder().encode(JSON.stringify([bearer, body]));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The attempt begun for this before, with the order it meant to replace, else a new one.
 * @param {string} print @param {string | null} replaces an order's id @returns {Attempt}
 */
export function claim(print, replaces) {
  const attempts = read();
  attempts[print] ??= { key: crypto.randomUUID(), orderId: null, replaces, at: Date.now() };
  write(attempts);
  return attempts[print];
}

/** @param {string} print @param {string} orderId */
export function remember(print, orderId) {
  const attempts = read();
  if (attempts[print]) write({ ...attempts, [print]: { ...attempts[print], orderId } });
}

/** @param {string} print */
export function forget(print) {
  const attempts = read();
  delete attempts[print];
  write(attempts);
}

/** A finished order's keys go, so that buying the same again is a new order. @param {string} orderId */
export function forgetOrder(orderId) {
  write(Object.fromEntries(Object.entries(read()).filter(([, attempt]) => attempt.orderId !== orderId)));
}
