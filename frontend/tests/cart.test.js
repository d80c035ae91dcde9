import assert from 'node:assert/strict';
import { test } from 'node:test';

import { commonCurrencies, parseCart, refusedItems, sameItems, unorderable, withQuantity } from '../src/checkout/cart.js';

test('a cart in an address is read, merged and kept sane', () => {
  assert.deepEqual(parseCart('MUG:2,TEE'), [{ sku: 'MUG', quantity: 2 }, { sku: 'TEE', quantity: 1 }]);
  assert.deepEqual(parseCart('MUG:2,MUG:3'), [{ sku: 'MUG', quantity: 5 }]);
  assert.deepEqual(parseCart('A%2CB:1'), [{ sku: 'A,B', quantity: 1 }]);
  assert.deepEqual(parseCart('MUG:0,TEE:-1,CUP:1.5,:3,'), []);
  assert.equal(parseCart(Array.from({ length: 60 }, (_, n) => `S${n}`).join(',')).length, 50);
});

test('a quantity is set, added or taken out', () => {
  const cart = { items: [{ sku: 'MUG', quantity: 2 }], currency: null, source: 'shop' };
  assert.deepEqual(withQuantity(cart, 'MUG', 3).items, [{ sku: 'MUG', quantity: 3 }]);
  assert.deepEqual(withQuantity(cart, 'TEE', 1).items, [{ sku: 'MUG', quantity: 2 }, { sku: 'TEE', quantity: 1 }]);
  assert.deepEqual(withQuantity(cart, 'MUG', 0).items, []);
});

test('only currencies in which everything is sold are offered', () => {
  const products = [{ sku: 'MUG', prices: { usd: 1299, jpy: 1890 } }, { sku: 'TEE', prices: { usd: 2450 } }];
  const currencies = [{ code: 'usd' }, { code: 'jpy' }];
  assert.deepEqual(commonCurrencies([{ sku: 'MUG', quantity: 1 }], products, currencies), ['usd', 'jpy']);
  assert.deepEqual(commonCurrencies([{ sku: 'MUG', quantity: 1 }, { sku: 'TEE', quantity: 1 }], products, currencies), ['usd']);
  assert.deepEqual(commonCurrencies([{ sku: 'GONE', quantity: 1 }], products, currencies), []);
});

test('the same items are the same in any order', () => {
  const mug = { sku: 'MUG', quantity: 2 };
  const tee = { sku: 'TEE', quantity: 1 };
  assert.equal(sameItems([mug, tee], [tee, mug]), true);
  assert.equal(sameItems([mug], [mug, tee]), false);
  assert.equal(sameItems([mug], [{ sku: 'MUG', quantity: 1 }]), false);
});

test('a malformed escape in an address is taken as it is', () => {
  assert.deepEqual(parseCart('%'), [{ sku: '%', quantity: 1 }]);
  assert.deepEqual(parseCart('MUG:%'), []);
});

test('entries that can not be ordered are known before the server is asked', () => {
  const products = [{ sku: 'MUG', prices: { usd: 1299 }, maxQuantity: 9 }, { sku: 'TEE', prices: { eur: 2450 }, maxQuantity: 9 }];
  const items = [{ sku: 'MUG', quantity: 10 }, { sku: 'TEE', quantity: 1 }, { sku: 'GONE', quantity: 1 }];
  assert.deepEqual([...unorderable(items, products, 'usd')], [['MUG', 'quantity'], ['TEE', 'sku'], ['GONE', 'sku']]);
  assert.equal(unorderable([{ sku: 'MUG', quantity: 9 }], products, 'usd').size, 0);
});

test('the entries that the server refuses are known by their SKUs', () => {
  const items = [{ sku: 'MUG', quantity: 99 }, { sku: 'GONE', quantity: 1 }];
  const refused = refusedItems(items, { 'items[0].quantity': 'at most 9', 'items[1].sku': 'is not sold here', 'items[7].sku': 'x', currency: 'y' });
  assert.deepEqual([...refused], [['MUG', 'quantity'], ['GONE', 'sku']]);
});
