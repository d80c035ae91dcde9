/** A problem with what to do about it, and with its request id, to search the logs for. */

import { useContext, useEffect, useState } from 'react';

import { Alert } from '../Alert.jsx';
import { loginHref } from '../api/login.js';
import { tokenClaims } from '../api/token.js';
import { LoginUrl } from './LoginUrl.js';

/** @param {{problem: import('../api/problem.js').Problem, onRetry?: () => void}} props */
export function ProblemAlert({ problem, onRetry }) {
  const loginUrl = useContext(LoginUrl);
  const signedOut = problem.status === 401;
  const forbidden = problem.status === 403;
  const text = signedOut ? `You are not signed in, or your session has ended. ${loginUrl ? 'Sign in to come back here.' : 'Open this page again with a fresh token.'}` : problem.message;
  return (
    <Alert action={(signedOut || forbidden) && loginUrl
      ? <a className="button button-link" href={loginHref(loginUrl)}>{forbidden ? 'Sign in as somebody else' : 'Sign in'}</a>
      : !forbidden && onRetry && <button type="button" className="button" onClick={onRetry}>Try again</button>}>
      {forbidden ? <NoAdmin /> : text}
      {problem.hasPage && <> <a href={`/problems/${problem.code}`} target="_blank" rel="noreferrer">What to do<span className="unseen"> about it, in a new tab</span></a></>}
      {problem.requestId && <span className="hint"> Request <span className="number">{problem.requestId}</span></span>}
    </Alert>
  );
}

/** Says which role is needed and whose token lacks it. */
function NoAdmin() {
  const [claims, setClaims] = useState(/** @type {import('../api/token.js').Claims} */ ({}));
  useEffect(() => { tokenClaims().then(setClaims, () => {}); }, []);
  const roles = claims.roles?.length ? `the roles ${claims.roles.join(', ')}` : 'no role';
  return <>This page is for operators: it needs the role admin, and your token{claims.sub && ` (${claims.sub})`} has {roles}. Ask the people who issue your tokens for it.</>;
}
