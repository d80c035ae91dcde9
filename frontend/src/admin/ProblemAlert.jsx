/** A problem with its request id, to search the logs for. */

import { Alert } from '../Alert.jsx';

/** @param {{problem: import('../api/problem.js').Problem, onRetry?: () => void}} props */
export function ProblemAlert({ problem, onRetry }) {
  const text = problem.status === 401 ? 'You are not signed in, or your session has ended. Open this page again with a fresh token.'
    : problem.status === 403 ? 'This page is for operators: your token has no admin role.' : problem.message;
  return (
    <Alert action={onRetry && <button type="button" className="button" onClick={onRetry}>Try again</button>}>
      {text}{problem.requestId && <span className="hint"> Request <span className="number">{problem.requestId}</span></span>}
    </Alert>
  );
}
