/** One money format for a page, made from the currencies that GET /api/config names. */

import { createContext, useContext, useMemo } from 'react';

import { locale } from './language.js';
import { moneyFormat } from './money.js';

const Money = createContext(moneyFormat([]));

/** @param {{currencies: {code: string, exponent: number}[], children: import('react').ReactNode}} props */
export function MoneyProvider({ currencies, children }) {
  const format = useMemo(() => moneyFormat(currencies, locale), [currencies]);
  return <Money value={format}>{children}</Money>;
}

export const useMoney = () => useContext(Money);
