/** Says that the session has ended, with the way to sign in where the shop has one. */

import { Alert } from '../Alert.jsx';
import { loginHref } from '../api/login.js';
import { t } from '../texts.js';

/** @param {{config: import('../types').ShopConfig}} props */
export function SignedOut({ config: { loginUrl, shop } }) {
  const href = loginUrl ? loginHref(loginUrl) : shop.url;
  return (
    <Alert action={href && <a className="button button-link" href={href}>{t(loginUrl ? 'session.signIn' : 'page.backToShop')}</a>}>
      {t('session.ended')}
    </Alert>
  );
}
