import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addressOf, BLANK, draftOf, faultsFromServer, faultsOf } from '../src/checkout/draft.js';

const GOOD = { ...BLANK, email: 'mira@customer.example', name: ' Mira Sørensen ', line1: '12 Alder Court', city: 'San Francisco', postalCode: '94110', country: 'US' };

test('a whole draft has no fault, a blank one has one for each required field', () => {
  assert.deepEqual(faultsOf(GOOD), {});
  assert.deepEqual(Object.keys(faultsOf(BLANK)).sort(), ['city', 'country', 'email', 'line1', 'name', 'postalCode']);
  assert.match(faultsOf({ ...GOOD, line1: 'x'.repeat(201) }).line1 ?? '', /200/);
});

test('an address is trimmed and leaves out what is blank, and comes back', () => {
  const address = addressOf(GOOD);
  assert.deepEqual(address, { name: 'Mira Sørensen', line1: '12 Alder Court', city: 'San Francisco', postalCode: '94110', country: 'US' });
  assert.deepEqual(addressOf({ ...BLANK, ...draftOf(address) }), address);
});

test('the server\'s objections find their fields', () => {
  assert.deepEqual(
    faultsFromServer({ 'shippingAddress.postalCode': 'no such', receiptEmail: 'bad', 'items[0].sku': 'gone' }),
    { postalCode: 'no such', email: 'bad' },
  );
});
