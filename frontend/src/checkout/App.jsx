/** The frame of the checkout page: header, loading and error states, footer. */

import { useEffect, useState } from 'react';

import { Alert } from '../Alert.jsx';
import { currentToken, tokenClaims } from '../api/token.js';
import { MoneyProvider } from '../MoneyContext.jsx';
import { LockIcon } from './LockIcon.jsx';
import { Page } from './Page.jsx';
import { PaymentPage } from './PaymentPage.jsx';
import { PaymentSkeleton } from './PaymentSkeleton.jsx';
import { useShop } from './useShop.js';

/** @typedef {{signedIn: boolean, assumed: Partial<import('../types').Draft>}} Visitor */

/** @param {{handedOver: ReturnType<typeof import('./pageUrl.js').takeHandover>}} props */
export function App({ handedOver }) {
  const { shop, problem, retry } = useShop();
  const [visitor, setVisitor] = useState(/** @type {Visitor | null} */ (null));
  useEffect(() => { readVisitor().then(setVisitor); }, []);

  const testing = shop?.config.publishableKey.startsWith('pk_test_');
  return (
    <>
      <header className="site">
        <span className="brand"><Mark />Till</span>
        <span className="secure"><LockIcon />Secure checkout</span>
      </header>
      {testing && (
        <aside className="test-mode" aria-label="Test mode">
          <strong>Test mode.</strong> No money moves. Try the card 4242 4242 4242 4242 with any future date and any code.
        </aside>
      )}
      {shop && visitor ? (
        <MoneyProvider currencies={shop.config.currencies}>
          <PaymentPage config={shop.config} products={shop.products} handedOver={handedOver} {...visitor} />
        </MoneyProvider>
      ) : (
        <Page state={problem ? 'fatal' : 'loading'} step={0} title="Checkout">
          {problem
            ? <Alert action={<button type="button" className="button" onClick={retry}>Try again</button>}>{problem.message}</Alert>
            : <PaymentSkeleton>Loading the checkout…</PaymentSkeleton>}
        </Page>
      )}
      <footer className="site">Payments by Stripe. Card details never touch this shop's servers.</footer>
    </>
  );
}

/** @returns {Promise<Visitor>} */
async function readVisitor() {
  const token = await currentToken();
  const { email, given_name: given, family_name: family } = await tokenClaims();
  const name = [given, family].filter(Boolean).join(' ');
  return { signedIn: token !== null, assumed: { ...(email && { email }), ...(name && { name }) } };
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="mark">
      <rect width="32" height="32" rx="8" /><path d="M8 11h16M16 11v13" />
    </svg>
  );
}
