/** The operator's page: orders, webhook inbox, daily figures. */

import { useEffect, useRef } from 'react';

import { Alert } from '../Alert.jsx';
import { MoneyProvider } from '../MoneyContext.jsx';
import { Deliveries } from './Deliveries.jsx';
import { Figures } from './Figures.jsx';
import { Inbox } from './Inbox.jsx';
import { LoginUrl } from './LoginUrl.js';
import { loadConfig } from './operatorApi.js';
import { OrderList } from './OrderList.jsx';
import { OrderPage } from './OrderPage.jsx';
import { useRoute } from './routes.js';
import { useRequest } from './useRequest.js';

const TITLES = { orders: 'Orders', order: 'Order', inbox: 'Webhook inbox', deliveries: 'Deliveries', figures: 'Daily figures' };
const NAVIGATION = /** @type {const} */ ([['#/orders', 'Orders', ['orders', 'order']], ['#/inbox', 'Webhook inbox', ['inbox']], ['#/deliveries', 'Deliveries', ['deliveries']], ['#/figures', 'Daily figures', ['figures']]]);

export function AdminApp() {
  const { route, id } = useRoute();
  const { answer: config, problem, retry } = useRequest(loadConfig);
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const here = `${route}/${id}`;
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
            {NAVIGATION.map(([href, name, routes]) => (
              <li key={href}><a href={href} aria-current={routes.some((one) => one === route) ? 'page' : undefined}>{name}</a></li>
            ))}
          </ul>
        </nav>
      </header>
      <main data-route={route}>
        <h1 ref={heading} tabIndex={-1}>{TITLES[route]}</h1>
        {problem && <Alert action={<button type="button" className="button" onClick={retry}>Try again</button>}>{problem.message}</Alert>}
        {config && (
          <LoginUrl value={config.loginUrl ?? null}>
          <MoneyProvider currencies={config.currencies}>
            {route === 'orders' && <OrderList />}
            {route === 'order' && <OrderPage key={id} id={id} currencies={config.currencies} />}
            {route === 'inbox' && <Inbox />}
            {route === 'deliveries' && <Deliveries />}
            {route === 'figures' && <Figures />}
          </MoneyProvider>
          </LoginUrl>
        )}
      </main>
    </>
  );
}
