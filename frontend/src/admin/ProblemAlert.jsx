/** A problem with its request id, to search the logs for. */

import { useContext } from 'react';

import { Alert } from '../Alert.jsx';
import { loginHref } from '../api/login.js';
import { LoginUrl } from './LoginUrl.js';

/** @param {{problem: import('../api/problem.js').Problem, onRetry?: () => void}} props */
export function ProblemAlert({ problem, onRetry }) {
  const loginUrl = useContext(LoginUrl);
  const signedOut = problem.status === 401;
  const text = signedOut ? `You are not signed in, or your session has ended. ${loginUrl ? 'Sign in to come back here.' : 'Open this page again with a fresh token.'}`
    : problem.status === 403 ? 'This page is for operators: your token has no admin role.' : problem.message;
  return (
    <Alert action={signedOut && loginUrl
      ? <a className="button button-link" href={loginHref(loginUrl)}>Sign in</a>
      : onRetry && <button type="button" className="button" onClick={onRetry}>Try again</button>}>
      {text}{problem.requestId && <span className="hint"> Request <span className="number">{problem.requestId}</span></span>}
    </Alert>
  );
}
