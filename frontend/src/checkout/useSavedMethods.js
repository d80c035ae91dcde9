/** The shopper's saved cards. A failure to list them is not an error: none are offered then. */

import { useCallback, useEffect, useState } from 'react';

import { asProblem } from '../api/problem.js';
import { tokenClaims } from '../api/token.js';
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
    try {
      await removeSavedMethod(id);
    } catch (error) {
      const { status, message } = asProblem(error);
      if (status !== 404) return setProblem(message);
    }
    setMethods((list) => list?.filter((other) => other.id !== id) ?? null);
  }, []);

  return { methods, problem, remove };
}
