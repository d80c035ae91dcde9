import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waitingOf } from '../src/checkout/nextAction.js';
import { outcomeOf, outcomeOfResult } from '../src/checkout/paymentOutcome.js';

test('every status of Stripe\'s has one meaning', () => {
  assert.deepEqual(
    ['succeeded', 'requires_capture', 'processing', 'requires_payment_method', 'requires_confirmation', 'requires_action', 'canceled', 'new_one'].map(outcomeOf),
    ['paid', 'paid', 'processing', 'declined', 'declined', 'action', 'canceled', 'unknown'],
  );
});

test('an error about a payment that is through is no failure', () => {
  for (const [status, kind] of [['succeeded', 'paid'], ['requires_capture', 'paid'], ['processing', 'processing'], ['canceled', 'canceled']]) {
    assert.equal(outcomeOfResult({ error: { type: 'invalid_request_error', payment_intent: { status } } }).kind, kind);
  }
});

test('a card error speaks to the shopper, any other does not', () => {
  const declined = { type: 'card_error', message: 'Your card was declined.', payment_intent: { status: 'requires_payment_method' } };
  assert.deepEqual(outcomeOfResult({ error: declined }), { kind: 'declined', message: 'Your card was declined.', failure: '/' });
  const jargon = outcomeOfResult({ error: { type: 'invalid_request_error', code: 'parameter_unknown', message: 'Unknown parameter' } });
  assert.deepEqual(jargon, { kind: 'trouble', reference: 'parameter_unknown' });
});

test('no answer is no outcome', () => {
  assert.equal(outcomeOfResult({ error: { type: 'api_connection_error' } }).kind, 'unknown');
  assert.equal(outcomeOfResult({ error: { type: 'api_error' } }).kind, 'unknown');
  assert.equal(outcomeOfResult({}).kind, 'unknown');
});

test('an error after which Stripe may still pay is no outcome', () => {
  for (const error of [{ type: 'invalid_request_error', code: 'lock_timeout' }, { type: 'rate_limit_error' }, { type: 'idempotency_error' }]) {
    assert.equal(outcomeOfResult({ error }).kind, 'unknown');
  }
});

test('a next action that waits has its page', () => {
  assert.equal(waitingOf({ type: 'use_stripe_sdk' }), null);
  assert.deepEqual(waitingOf({ type: 'verify_with_microdeposits', redirectUrl: 'https://payments.stripe.com/x' }), { kind: 'microdeposits', url: 'https://payments.stripe.com/x', until: null });
  assert.equal(waitingOf({ type: 'oxxo_display_details', redirectUrl: 'javascript:alert(1)' })?.url, null);
  assert.equal(waitingOf({ type: 'display_bank_transfer_instructions' })?.kind, 'transfer');
});
