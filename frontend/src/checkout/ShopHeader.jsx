/** The shop's name or logo, which leads back to the shop, and its own links. */

import { t } from '../texts.js';
import { LockIcon } from './LockIcon.jsx';

/** @typedef {import('../types').ShopConfig['shop']} Shop */

/** @param {{shop: Shop | null}} props null until the configuration is loaded */
export function ShopHeader({ shop }) {
  const name = shop ? shop.name ?? 'Till' : '';
  const brand = <>{shop?.logoUrl ? <img src={shop.logoUrl} alt="" height="32" className="logo" /> : <Mark />}{name}</>;
  return (
    <header className="site">
      {shop?.url
        ? <a className="brand" href={shop.url}>{brand}<span className="unseen"> – {t('page.backToShop')}</span></a>
        : <span className="brand">{brand}</span>}
      <span className="secure"><LockIcon />{t('page.secure')}</span>
    </header>
  );
}

/** @param {{shop: Shop | null}} props */
export function ShopFooter({ shop }) {
  const links = /** @type {[string, string | null | undefined][]} */ ([
    [shop?.name ? t('page.back', { shop: shop.name }) : t('page.backToShop'), shop?.url],
    [t('page.contact'), contactUrl(shop?.contact)], [t('page.terms'), shop?.termsUrl], [t('page.privacy'), shop?.privacyUrl],
  ]);
  const present = links.filter(([, url]) => url);
  return (
    <footer className="site">
      <span>{t('page.footer')}</span>
      {present.length > 0 && <ul className="shop-links">{present.map(([text, url]) => <li key={text}><a href={url ?? undefined}>{text}</a></li>)}</ul>}
    </footer>
  );
}

/** A contact is a mail address or a URL. @param {string | null | undefined} contact */
const contactUrl = (contact) => (contact && contact.includes('@') && !contact.includes('/') ? `mailto:${contact}` : contact);

function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="mark">
      <rect width="32" height="32" rx="8" /><path d="M8 11h16M16 11v13" />
    </svg>
  );
}
