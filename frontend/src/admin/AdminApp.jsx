/** The operator's page: orders, the webhook inbox, daily figures. */

import { useEffect, useRef } from 'react';

import { Alert } from '../Alert.jsx';
import { MoneyProvider } from '../MoneyContext.jsx';
import { Figures } from './Figures.jsx';
import { Inbox } from './Inbox.jsx';
import { loadConfig } from './operatorsService.js';
import { OrderList } from './OrderList.jsx';
import { OrderPage } from './OrderPage.jsx';
import { usePlace } from './places.js';
import { useLoad } from './useLoad.js';

const TITLES = { orders: 'Orders', order: 'Order', inbox: 'Webhook inbox', figures: 'Daily figures' };
const NAVIGATION = /** @type {const} */ ([['#/orders', 'Orders', ['orders', 'order']], ['#/inbox', 'Webhook inbox', ['inbox']], ['#/figures', 'Daily figures', ['figures']]]);

export function AdminApp() {
  const { place, id } = usePlace();
  const { answer: config, problem, again } = useLoad(loadConfig);
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const here = `${place}/${id}`;
  const before = useRef(here);

  useEffect(() => {
    if (before.current !== here) heading.current?.focus();
    before.current = here;
  }, [here]);

  return (
    <>
      <header className="site">
        <span className="brand">
          <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="mark"><rect width="32" height="32" rx="8" /><path d="M8 11h16M16 11v13" /></svg>
          Till
        </span>
        <nav aria-label="Operations">
          <ul>
            {NAVIGATION.map(([href, name, places]) => (
              <li key={href}><a href={href} aria-current={places.some((one) => one === place) ? 'page' : undefined}>{name}</a></li>
            ))}
          </ul>
        </nav>
      </header>
      <main data-place={place}>
        <h1 ref={heading} tabIndex={-1}>{TITLES[place]}</h1>
        {problem && <Alert action={<button type="button" className="button" onClick={again}>Try again</button>}>{problem.message}</Alert>}
        {config && (
          <MoneyProvider currencies={config.currencies}>
            {place === 'orders' && <OrderList />}
            {place === 'order' && <OrderPage key={id} id={id} currencies={config.currencies} />}
            {place === 'inbox' && <Inbox />}
            {place === 'figures' && <Figures />}
          </MoneyProvider>
        )}
      </main>
    </>
  );
}
