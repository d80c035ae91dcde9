/** The answer to a read request, its problem, and a function to read again; a repeated read leaves what is shown. */

import { useCallback, useEffect, useState } from 'react';

import { asProblem } from '../api/problem.js';

/**
 * @template Answer
 * @param {() => Promise<Answer>} load must change when, and only when, something else is to be read
 */
export function useRequest(load) {
  const [answer, setAnswer] = useState(/** @type {Answer | null} */ (null));
  const [problem, setProblem] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let wanted = true;
    load().then(
      (loaded) => {
        if (!wanted) return;
        setAnswer(loaded);
        setProblem(null);
      },
      (error) => wanted && setProblem(asProblem(error)),
    );
    return () => { wanted = false; };
  }, [load, attempt]);

  return { answer, setAnswer, problem, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}
