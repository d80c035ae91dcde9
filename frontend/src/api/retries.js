/** Repeats a call whose answer was lost: only for calls that are safe to repeat (reads, keyed posts). */

import { asProblem } from './problem.js';

/** @param {number} milliseconds @param {AbortSignal} [signal] @returns {Promise<void>} */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

/**
 * @template Answer
 * @param {() => Promise<Answer>} call
 * @param {{waits?: number[], signal?: AbortSignal}} [options] waits between the tries, in milliseconds
 * @returns {Promise<Answer>}
 */
export async function withRetries(call, { waits = [400, 1200, 3000], signal } = {}) {
  for (const wait of waits) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      const problem = asProblem(error);
      if (!problem.passing) throw problem;
      await pause(Math.max(wait, Math.min(problem.retryAfter ?? 0, 5) * 1000), signal);
    }
  }
  return call();
}
