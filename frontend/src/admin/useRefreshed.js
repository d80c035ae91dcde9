/** A read request that is repeated while the page is in sight; what is shown stays until the next answer. */

import { useEffect } from 'react';

import { useRequest } from './useRequest.js';

const EVERY_MS = 15_000;

/**
 * @template Answer
 * @param {() => Promise<Answer>} load must change when, and only when, something else is to be read
 */
export function useRefreshed(load) {
  const request = useRequest(load);
  const { retry } = request;
  useEffect(() => {
    const again = () => { if (document.visibilityState === 'visible') retry(); };
    const timer = setInterval(again, EVERY_MS);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [retry]);
  return request;
}
