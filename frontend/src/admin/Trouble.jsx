/** A refusal in the operator's words: what, and the request to look for in the logs. */

import { Alert } from '../Alert.jsx';

/** @param {{problem: import('../api/problem.js').Problem, onAgain?: () => void}} props */
export function Trouble({ problem, onAgain }) {
  const text = problem.status === 401 ? 'You are not signed in, or your session has ended. Open this page again with a fresh token.'
    : problem.status === 403 ? 'This page is for operators: your token has no admin role.' : problem.message;
  return (
    <Alert action={onAgain && <button type="button" className="button" onClick={onAgain}>Try again</button>}>
      {text}{problem.requestId && <span className="hint"> Request <span className="number">{problem.requestId}</span></span>}
    </Alert>
  );
}
