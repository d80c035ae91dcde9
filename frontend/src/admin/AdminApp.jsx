/** The operator's page: what waits, orders, webhook inbox, deliveries, daily figures. */

import { useEffect, useRef } from 'react';

import { MoneyProvider } from '../MoneyContext.jsx';
import { Deliveries } from './Deliveries.jsx';
import { Figures } from './Figures.jsx';
import { Inbox } from './Inbox.jsx';
import { LoginUrl } from './LoginUrl.js';
import { loadConfig, loadOverview } from './operatorApi.js';
import { OrderList } from './OrderList.jsx';
import { OrderPage } from './OrderPage.jsx';
import { Overview } from './Overview.jsx';
import { ProblemAlert } from './ProblemAlert.jsx';
import { useRoute } from './routes.js';
import { useRequest } from './useRequest.js';

const TITLES = { overview: 'What waits', orders: 'Orders', order: 'Order', inbox: 'Webhook inbox', deliveries: 'Deliveries', figures: 'Daily figures' };
const NAVIGATION = /** @type {const} */ ([
  ['#/overview', 'What waits', ['overview']], ['#/orders', 'Orders', ['orders', 'order']], ['#/inbox', 'Webhook inbox', ['inbox']],
  ['#/deliveries', 'Deliveries', ['deliveries']], ['#/figures', 'Daily figures', ['figures']],
]);

export function AdminApp() {
  const { route, id, filters } = useRoute();
  const { answer: config, problem, retry } = useRequest(loadConfig);
  // What is for admins alone is asked first, so that another's token is turned away wherever it leads.
  const { answer: admitted, problem: refusal, retry: askAgain } = useRequest(loadOverview);
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const here = `${route}/${id}`;
  const before = useRef(here);

  useEffect(() => {
    if (before.current !== here) heading.current?.focus();
    before.current = here;
  }, [here]);

  return (
    <LoginUrl value={config?.loginUrl ?? null}>
      <header className="site">
        <span className="brand">
          {config?.shop.logoUrl ? <img src={config.shop.logoUrl} alt="" height="32" className="logo" /> : (
            <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="mark"><rect width="32" height="32" rx="8" /><path d="M8 11h16M16 11v13" /></svg>
          )}
          {config ? config.shop.name ?? 'Till' : ''}
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
        {problem && <ProblemAlert problem={problem} onRetry={retry} />}
        {refusal && !admitted && <ProblemAlert problem={refusal} onRetry={askAgain} />}
        {config && admitted && (
          <MoneyProvider currencies={config.currencies}>
            {route === 'overview' && <Overview />}
            {route === 'orders' && <OrderList filters={filters} currencies={config.currencies} />}
            {route === 'order' && <OrderPage key={id} id={id} config={config} />}
            {route === 'inbox' && <Inbox filters={filters} />}
            {route === 'deliveries' && <Deliveries filters={filters} />}
            {route === 'figures' && <Figures filters={filters} currencies={config.currencies} />}
          </MoneyProvider>
        )}
      </main>
    </LoginUrl>
  );
}
