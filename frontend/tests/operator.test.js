import assert from 'node:assert/strict';
import { test } from 'node:test';

import { asCsv } from '../src/admin/csv.js';
import { hrefOf, parseRoute } from '../src/admin/routes.js';
import { isOrderName, readingsOf, startOf } from '../src/admin/search.js';
import { disputeUrl, paymentUrl } from '../src/admin/stripeDashboard.js';

const CURRENCIES = [{ code: 'usd', exponent: 2 }, { code: 'jpy', exponent: 0 }];

test('a place and its filters survive in the address', () => {
  const filters = { find: 'ada+1@shop.example', status: 'on_hold' };
  assert.deepEqual(parseRoute(hrefOf('orders', { ...filters, payment: '' })), { route: 'orders', id: '', filters });
  assert.deepEqual(parseRoute('#/orders/ord_1'), { route: 'order', id: 'ord_1', filters: {} });
  assert.deepEqual(parseRoute('#/orders/%'), { route: 'order', id: '%', filters: {} });
  assert.equal(parseRoute('').route, 'overview');
  assert.equal(parseRoute('#/nowhere').route, 'overview');
});

test('an order is opened by its number or id in any spelling', () => {
  for (const name of ['T-TK10-S55N-YVQ3-H', 't-tk10-s55n-yvq3-h', 'TTK10S55NYVQ3H', 'ord_0123abcd']) assert.ok(isOrderName(name), name);
  for (const text of ['T-TK10', 'ada@shop.example', 'pi_1', '12.99 usd', 'R-1']) assert.ok(!isOrderName(text), text);
});

test('a searched text is read as what it looks like', () => {
  assert.deepEqual(readingsOf('ada@shop.example', CURRENCIES), [{ email: 'ada@shop.example' }]);
  assert.deepEqual(readingsOf('Ada@Shop.example', CURRENCIES), [{ email: 'Ada@Shop.example' }, { email: 'ada@shop.example' }]);
  assert.deepEqual(readingsOf('re_1', CURRENCIES), [{ paymentIntentId: 're_1' }]);
  assert.deepEqual(readingsOf('12.99 USD', CURRENCIES), [{ total: 1299, currency: 'usd' }]);
  assert.deepEqual(readingsOf('1299 jpy', CURRENCIES), [{ total: 1299, currency: 'jpy' }]);
  assert.deepEqual(readingsOf('12.99 jpy', CURRENCIES), [{ reference: '12.99 jpy' }, { userId: '12.99 jpy' }]);
  assert.deepEqual(readingsOf('R-2026', CURRENCIES), [{ reference: 'R-2026' }, { userId: 'R-2026' }]);
});

test('a day begins at midnight where the operator is', () => {
  assert.equal(startOf('2026-11-26'), new Date(2026, 10, 26).toISOString());
  assert.equal(startOf('2026-11-30', 1), new Date(2026, 11, 1).toISOString());
});

test('a file for a spreadsheet quotes its cells and runs nothing', () => {
  const csv = asCsv(['a', 'b'], [['=HYPERLINK("x")', 'one, two'], ['-5.00', null], ['@cmd', 'line\nbreak'], ['-5+1', '+1']]);
  assert.equal(csv, 'a,b\r\n"\'=HYPERLINK(""x"")","one, two"\r\n-5.00,\r\n\'@cmd,"line\nbreak"\r\n\'-5+1,\'+1\r\n');
});

test('links lead to the dashboard of the mode of the keys', () => {
  const config = (/** @type {string} */ key, stripeJsUrl = null) => /** @type {any} */ ({ publishableKey: key, stripeJsUrl });
  assert.equal(paymentUrl(config('pk_live_1'), 'pi_1'), 'https://dashboard.stripe.com/payments/pi_1');
  assert.equal(paymentUrl(config('pk_test_1'), 'pi_1'), 'https://dashboard.stripe.com/test/payments/pi_1');
  assert.equal(disputeUrl(config('pk_test_1', /** @type {any} */ ('http://127.0.0.1:12111/endive/stripe.js')), 'du_1'), 'http://127.0.0.1:12111/disputes');
});
