import { connectionError, integrationError } from './errors.js';

// The REST API as the browser may use it: with the publishable key, and for an intent with its client secret.
const API_VERSION = '2026-10-28.endive';

export function encodeForm(value, name, into = new URLSearchParams()) {
  if (value === undefined || value === null) return into;
  if (Array.isArray(value)) value.forEach((item, index) => encodeForm(item, `${name}[${index}]`, into));
  else if (typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) encodeForm(item, name ? `${name}[${key}]` : key, into);
  } else into.append(name, String(value));
  return into;
}

// The intent that a client secret belongs to: its path, its id, and the field it has in answers.
export function intentOf(clientSecret) {
  const id = /^((?:pi|seti)_[A-Za-z0-9]+)_secret_[A-Za-z0-9]+$/.exec(String(clientSecret))?.[1];
  if (!id) throw integrationError('A client secret looks like pi_…_secret_… or seti_…_secret_….');
  return id.startsWith('seti_')
    ? { id, path: `/v1/setup_intents/${id}`, answer: 'setupIntent' }
    : { id, path: `/v1/payment_intents/${id}`, answer: 'paymentIntent' };
}

export function apiFor(origin, key) {
  // Resolves to the body, or to {error} for a refusal and for a connection that was lost; it never rejects.
  return async function ask(method, path, params = {}) {
    const url = new URL(path, origin);
    const request = {
      method,
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      headers: { Authorization: `Bearer ${key}`, 'Stripe-Version': API_VERSION },
    };
    if (method === 'GET') url.search = encodeForm(params).toString();
    else request.body = encodeForm(params);
    try {
      const answer = await fetch(url, request);
      const body = await answer.json();
      if (answer.ok || body?.error) return body;
      return { error: { type: 'api_error', message: 'The payment service failed to answer.' } };
    } catch {
      return connectionError();
    }
  };
}
