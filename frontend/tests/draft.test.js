import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addressLines } from '../src/checkout/addressForms.js';
import { addressOf, BLANK, destinationOf, draftOf, faultsFromServer, faultsOf } from '../src/checkout/draft.js';

const GOOD = { ...BLANK, email: 'mira@customer.example', name: ' Mira Sørensen ', line1: '12 Alder Court', city: 'San Francisco', postalCode: '94110', country: 'US' };

test('a whole draft has no fault, a blank one has one for each required field', () => {
  assert.deepEqual(faultsOf(GOOD), {});
  assert.deepEqual(Object.keys(faultsOf(BLANK)).sort(), ['city', 'country', 'email', 'line1', 'name']);
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

const HONG_KONG = {
  country: 'HK', lines: [['name'], ['street'], ['city'], ['state']], required: ['name', 'state', 'street'],
  stateLabel: 'area', cityLabel: 'district', postalCodeLabel: 'postal', states: [{ code: 'Kowloon', name: 'Kowloon' }],
  postalCodePattern: null, postalCodeExample: null,
};
const US = {
  country: 'US', lines: [['name'], ['street'], ['city', 'state', 'postalCode']], required: ['city', 'name', 'postalCode', 'state', 'street'],
  stateLabel: 'state', cityLabel: 'city', postalCodeLabel: 'zip', states: [{ code: 'CA', name: 'California' }],
  postalCodePattern: '(\\d{5})(?:[ \\-](\\d{4}))?', postalCodeExample: '95014',
};

test('a country decides what is required and what a postal code is', () => {
  assert.deepEqual(Object.keys(faultsOf({ ...GOOD, state: '' }, US)), ['state']);
  assert.match(faultsOf({ ...GOOD, state: 'CA', postalCode: 'ABCDE' }, US).postalCode ?? '', /95014/);
  assert.deepEqual(faultsOf({ ...GOOD, state: 'Kowloon', country: 'HK', postalCode: '' }, HONG_KONG), {});
});

test('what the country does not have is not sent, and its city is its state where none is needed', () => {
  const address = addressOf({ ...GOOD, country: 'HK', state: 'Kowloon', city: '', postalCode: '94110' }, HONG_KONG);
  assert.deepEqual(address, { name: 'Mira Sørensen', line1: '12 Alder Court', city: 'Kowloon', country: 'HK', state: 'Kowloon' });
});

test('the price depends on the country and its state', () => {
  assert.equal(destinationOf(BLANK, US), null);
  assert.deepEqual(destinationOf({ ...BLANK, country: 'US' }, US), { country: 'US' });
  assert.deepEqual(destinationOf({ ...BLANK, country: 'US', state: 'CA' }, US), { country: 'US', state: 'CA' });
});

test('an address is written in its country\'s order', () => {
  const address = { name: 'Mira', line1: '12 Alder Court', city: 'San Francisco', state: 'CA', postalCode: '94110', country: 'US' };
  assert.deepEqual(addressLines(address, { US }), ['Mira', '12 Alder Court', 'San Francisco CA 94110', 'United States']);
});
