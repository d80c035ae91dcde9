/** The shopper's saved cards. A failure to list them is not an error: none are offered then. */

import { useCallback, useEffect, useState } from 'react';

import { asProblem } from '../api/problem.js';
import { listSavedMethods, removeSavedMethod } from './stripePaymentService.js';

export function useSavedMethods() {
  const [methods, setMethods] = useState(/** @type {import('../types').SavedMethod[] | null} */ (null));
  const [problem, setProblem] = useState('');

  useEffect(() => {
    let wanted = true;
    listSavedMethods().then((list) => wanted && setMethods(list), () => wanted && setMethods([]));
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
    setMethods((list) => list?.filter((method) => method.id !== id) ?? null);
  }, []);

  return { methods, problem, remove };
}
