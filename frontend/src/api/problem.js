/** The API's problem documents as one error class; `code` identifies the problem. */

import { t } from '../texts.js';

/**
 * @typedef {{code?: string, title?: string, detail?: string, requestId?: string, orderId?: string, paymentStatus?: string,
 *   declineCode?: string, errors?: {field: string, message: string}[]}} ProblemBody
 */

/** `status` 0 means that no answer came: whether the server acted is then unknown. */
export class Problem extends Error {
  /** @param {number} status @param {ProblemBody} body @param {number | null} [retryAfter] seconds */
  constructor(status, body, retryAfter = null) {
    super(body.detail || body.title || t('page.unreachable'));
    this.name = 'Problem';
    this.status = status;
    this.code = body.code || (status === 0 ? 'unreachable' : 'unknown');
    this.requestId = body.requestId || null;
    this.orderId = body.orderId || null;
    this.declineCode = body.declineCode || null;
    this.paymentStatus = body.paymentStatus || null;
    this.retryAfter = retryAfter;
    /** @type {Record<string, string>} */
    this.fields = Object.fromEntries((body.errors || []).map(({ field, message }) => [field, message]));
  }

  /** Whether `/problems/CODE` says what it means and what to do. */
  get hasPage() {
    return this.status !== 0 && this.status !== 401 && this.status !== 403 && this.code !== 'unknown';
  }

  get passing() {
    return this.status === 0 || this.status === 503 || this.status === 502 || this.status === 504 || this.code === 'idempotency_key_in_use';
  }
}

/** @param {unknown} error @returns {Problem} */
export function asProblem(error) {
  if (error instanceof Problem) return error;
  return new Problem(0, { detail: t('page.unreachable') });
}
