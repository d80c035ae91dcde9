/** The shopper's saved cards. A failure to list them is not an error: none are offered then. */

import { useCallback, useEffect, useState } from 'react';

import { asProblem } from '../api/problem.js';
import { tokenClaims } from '../api/token.js';
import { cardOf, withoutDuplicates } from './savedMethods.js';
import { listSavedMethods, removeSavedMethod } from './stripePaymentService.js';

/** A payment link's token opens its order alone, so that no cards are asked for with it. */
async function methodsOf() {
  return (await tokenClaims()).order ? [] : listSavedMethods();
}

export function useSavedMethods() {
  const [methods, setMethods] = useState(/** @type {import('../types').SavedMethod[] | null} */ (null));
  const [problem, setProblem] = useState('');

  useEffect(() => {
    let wanted = true;
    methodsOf().then((list) => wanted && setMethods(list), () => wanted && setMethods([]));
    return () => { wanted = false; };
  }, []);

  const remove = useCallback(async (/** @type {string} */ id) => {
    setProblem('');
    const removed = methods?.find((method) => method.id === id);
    const same = methods?.filter((method) => removed && cardOf(method) === cardOf(removed)) ?? [];
    for (const method of same) {
      try {
        await removeSavedMethod(method.id);
      } catch (error) {
        const { status, message } = asProblem(error);
        if (status !== 404) return setProblem(message);
      }
      setMethods((list) => list?.filter((other) => other.id !== method.id) ?? null);
    }
  }, [methods]);

  return { methods: methods && withoutDuplicates(methods), problem, remove };
}
