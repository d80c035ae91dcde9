/** The typed API client: sends the bearer token with every request, throws problem documents as Problem, and no answer as status 0. */

import createClient from 'openapi-fetch';

import { asProblem, Problem } from './problem.js';
import { currentToken } from './token.js';

/** Longer than the API's own timeout at Stripe, so that its answer arrives before this page gives up. */
const TIMEOUT_MS = 45_000;

/** @type {import('openapi-fetch').Client<import('../../client/schema').paths>} */
export const api = createClient({ baseUrl: '' });

api.use({
  async onRequest({ request }) {
    const token = await currentToken();
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
    return new Request(request, { signal: abortedOrLate(request.signal) });
  },
});

/** A signal that aborts with the given one or after the timeout; not every browser has AbortSignal.any. @param {AbortSignal} signal */
function abortedOrLate(signal) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException('No answer in time', 'TimeoutError')), TIMEOUT_MS);
  const abort = () => {
    clearTimeout(timer);
    controller.abort(signal.reason);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return controller.signal;
}

/**
 * The body of a 2xx answer; anything else is thrown as a Problem. An abort by the caller stays an AbortError.
 * @template Body
 * @param {Promise<{data?: Body, error?: unknown, response: Response}>} call
 * @returns {Promise<NonNullable<Body>>}
 */
export async function answerOf(call) {
  return (await answerWithHeaders(call)).body;
}

/**
 * @template Body
 * @param {Promise<{data?: Body, error?: unknown, response: Response}>} call
 * @returns {Promise<{body: NonNullable<Body>, headers: Headers}>}
 */
export async function answerWithHeaders(call) {
  let answer;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw asProblem(error);
  }
  const { data, error, response } = answer;
  if (!response.ok) {
    const retryAfter = Number.parseInt(response.headers.get('Retry-After') || '', 10);
    const body = error && typeof error === 'object' ? /** @type {import('./problem.js').ProblemBody} */ (error) : {};
    throw new Problem(response.status, body, Number.isNaN(retryAfter) ? null : retryAfter);
  }
  return { body: /** @type {NonNullable<Body>} */ (data), headers: response.headers };
}
