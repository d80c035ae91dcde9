/** The frame of every state: steps, one heading, one main region. `state` is a hook for tests and themes. */

import { Steps } from './Steps.jsx';

/** @param {{state: string, step: number, title?: string, children: import('react').ReactNode}} props without a title, a child brings the h1 */
export function Page({ state, step, title, children }) {
  return (
    <main data-state={state}>
      <Steps current={step} />
      {title && <h1>{title}</h1>}
      {children}
    </main>
  );
}
