/** Loads the shop's products and configuration, which every view needs. */

import { useEffect, useState } from 'react';

import { asProblem } from '../api/problem.js';
import { loadAddressForms } from './addressForms.js';
import { loadConfig, loadProducts } from './stripePaymentService.js';

/** @typedef {{config: import('../types').ShopConfig, products: import('../types').Product[], forms: import('./addressForms.js').AddressForms}} Shop */

export function useShop() {
  const [shop, setShop] = useState(/** @type {Shop | null} */ (null));
  const [problem, setProblem] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let wanted = true;
    setProblem(null);
    Promise.all([loadConfig(), loadProducts(), loadAddressForms()]).then(
      ([config, { products }, forms]) => wanted && setShop({ config, products, forms }),
      (error) => wanted && setProblem(asProblem(error)),
    );
    return () => { wanted = false; };
  }, [attempt]);

  return { shop, problem, retry: () => setAttempt((count) => count + 1) };
}
