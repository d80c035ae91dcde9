/** The frame of the checkout page: header, loading and error states, footer. */

import { useEffect, useState } from 'react';

import { Alert } from '../Alert.jsx';
import { currentToken, tokenClaims } from '../api/token.js';
import { MoneyProvider } from '../MoneyContext.jsx';
import { t } from '../texts.js';
import { Page } from './Page.jsx';
import { PaymentPage } from './PaymentPage.jsx';
import { PaymentSkeleton } from './PaymentSkeleton.jsx';
import { ShopFooter, ShopHeader } from './ShopHeader.jsx';
import { useShop } from './useShop.js';

/** @typedef {{signedIn: boolean, assumed: Partial<import('../types').Draft>}} Visitor */

/**
 * @param {{handedOver: ReturnType<typeof import('./pageUrl.js').takeHandover>, switchedTo: import('../api/token.js').Claims | null}} props
 *   `switchedTo` are the claims of a person who replaced another in this tab
 */
export function App({ handedOver, switchedTo }) {
  const { shop, problem, retry } = useShop();
  const [visitor, setVisitor] = useState(/** @type {Visitor | null} */ (null));
  useEffect(() => { readVisitor().then(setVisitor); }, []);

  const testing = shop?.config.publishableKey.startsWith('pk_test_');
  const name = switchedTo && ([switchedTo.given_name, switchedTo.family_name].filter(Boolean).join(' ') || switchedTo.email);
  return (
    <>
      <ShopHeader shop={shop?.config.shop ?? null} />
      {testing && (
        <aside className="test-mode" aria-label={t('test.label')}><strong>{t('test.title')}</strong> {t('test.text')}</aside>
      )}
      {switchedTo && (
        <div className="above-page"><Alert tone="info">{name ? t('session.switched', { name }) : t('session.switchedUnnamed')}</Alert></div>
      )}
      {shop && visitor ? (
        <MoneyProvider currencies={shop.config.currencies}>
          <PaymentPage {...shop} handedOver={handedOver} {...visitor} />
        </MoneyProvider>
      ) : (
        <Page state={problem ? 'fatal' : 'loading'} step={0} title={t('page.title')}>
          {problem
            ? <Alert action={<button type="button" className="button" onClick={retry}>{t('page.tryAgain')}</button>}>{problem.message}</Alert>
            : <PaymentSkeleton>{t('page.loading')}</PaymentSkeleton>}
        </Page>
      )}
      {shop && <ShopFooter shop={shop.config.shop} />}
    </>
  );
}

/** @returns {Promise<Visitor>} */
async function readVisitor() {
  const token = await currentToken();
  const { email, given_name: given, family_name: family } = await tokenClaims();
  const name = [given, family].filter(Boolean).join(' ');
  return { signedIn: Boolean(token), assumed: { ...(email && { email }), ...(name && { name }) } };
}
