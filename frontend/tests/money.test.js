import assert from 'node:assert/strict';
import { test } from 'node:test';

import { asDecimal, asMinorUnits, moneyFormat } from '../src/money.js';

test('digits are moved, never divided', () => {
  assert.equal(asDecimal(1299, 2), '12.99');
  assert.equal(asDecimal(1, 2), '0.01');
  assert.equal(asDecimal(1299, 0), '1299');
  assert.equal(asDecimal(1230, 3), '1.230');
  assert.equal(asDecimal(-5, 2), '-0.05');
  assert.equal(asDecimal(900719925474099, 2), '9007199254740.99');
});

test('what an operator types is an amount of that currency or nothing', () => {
  assert.equal(asMinorUnits('12.99', 2), 1299);
  assert.equal(asMinorUnits('12,9', 2), 1290);
  assert.equal(asMinorUnits(' 1299 ', 0), 1299);
  assert.equal(asMinorUnits('1.23', 3), 1230);
  for (const nonsense of ['', '-1', '1.999', '1e3', '0x10', 'twelve', '1.2.3', 'Infinity']) assert.equal(asMinorUnits(nonsense, 2), null, nonsense);
  assert.equal(asMinorUnits('1.5', 0), null);
});

test('the exponent is the server\'s, not the browser\'s', () => {
  const format = moneyFormat([{ code: 'jpy', exponent: 0 }, { code: 'kwd', exponent: 3 }, { code: 'isk', exponent: 2 }], 'en-US');
  assert.equal(format(1299, 'jpy'), '¥1,299');
  assert.equal(format(1230, 'kwd'), 'KWD\u00a01.230');
  assert.equal(format(129900, 'isk'), 'ISK\u00a01,299.00');
});
