/** A list in pages behind a cursor; another `load` reloads it. */

import { useCallback, useEffect, useRef, useState } from 'react';

import { asProblem } from '../api/problem.js';

/**
 * An empty status is every status.
 * @template {string} Status
 * @typedef {{status: Status | '', cursor: string | null}} Page
 */

/**
 * @template Row
 * @param {(cursor: string | null) => Promise<{rows: Row[], nextCursor: string | null}>} load must change when, and only when, another list is to be read
 */
export function usePages(load) {
  const [rows, setRows] = useState(/** @type {Row[] | null} */ (null));
  const [nextCursor, setNextCursor] = useState(/** @type {string | null} */ (null));
  const [problem, setProblem] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  const question = useRef(0);

  const read = useCallback(async (/** @type {string | null} */ cursor) => {
    const mine = ++question.current;
    setBusy(true);
    setProblem(null);
    try {
      const page = await load(cursor);
      if (question.current !== mine) return;
      setRows((before) => (cursor ? [...(before ?? []), ...page.rows] : page.rows));
      setNextCursor(page.nextCursor);
    } catch (error) {
      if (question.current === mine) setProblem(asProblem(error));
    } finally {
      if (question.current === mine) setBusy(false);
    }
  }, [load]);

  useEffect(() => {
    setRows(null);
    read(null);
  }, [read]);

  return { rows, setRows, problem, busy, more: nextCursor ? () => read(nextCursor) : null, retry: () => read(null) };
}
