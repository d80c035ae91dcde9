/** The checkout page: details, payment and confirmation beside the order's summary. */

import { useCallback, useEffect, useMemo, useState } from 'react';

import { Alert } from '../Alert.jsx';
import { AddressSummary } from './AddressSummary.jsx';
import { replaceOrderUrl, orderInUrl } from './pageUrl.js';
import { commonCurrencies, sameItems } from './cart.js';
import { checkoutOf, stepOf } from './checkoutState.js';
import { addressOf, draftOf, faultsOf } from './draft.js';
import { loadStripeJs } from './loadStripeJs.js';
import { OrderSummary } from './OrderSummary.jsx';
import { Page } from './Page.jsx';
import { PaymentSkeleton } from './PaymentSkeleton.jsx';
import { Receipt } from './Receipt.jsx';
import { PaymentProgress } from './PaymentProgress.jsx';
import { ShippingForm } from './ShippingForm.jsx';
import { ProductList } from './ProductList.jsx';
import { StripeCheckout } from './StripeCheckout.jsx';
import { StripeProvider } from './StripeProvider.jsx';
import { useBrowserHistory } from './useBrowserHistory.js';
import { useCart, useDraft } from './useCart.js';
import { useCheckout } from './useCheckout.js';
import { useFocusOnStep } from './useFocusOnStep.js';
import { useQuote } from './useQuote.js';

/** Milliseconds in which clicks on plus and minus become one new checkout. */
const MERGE_MS = 500;

/**
 * @param {{config: import('../types').ShopConfig, products: import('../types').Product[], handedOver: ReturnType<typeof import('./pageUrl.js').takeHandover>,
 *   assumed: Partial<import('../types').Draft>, signedIn: boolean}} props
 */
export function PaymentPage({ config, products, handedOver, assumed, signedIn }) {
  const { cart, latestCart, change, setQuantity, empty } = useCart(handedOver);
  const { draft, changeDraft } = useDraft(assumed);
  const [browsing, setBrowsing] = useState(cart.items.length === 0);

  const { state, latest, start, open, edit, resume, settle } = useCheckout({
    onOpened: useCallback((order) => {
      const items = order.items.map(({ sku, quantity }) => ({ sku, quantity }));
      change({ ...latestCart.current, items, currency: order.currency });
      if (order.shippingAddress) changeDraft(draftOf(order.shippingAddress));
    }, [change, changeDraft, latestCart]),
    onPaid: useCallback((order) => {
      if (sameItems(latestCart.current.items, order.items)) empty();
    }, [empty, latestCart]),
    isMine: useCallback((items) => sameItems(items, latestCart.current.items), [latestCart]),
  });

  useEffect(() => {
    start({ orderId: orderInUrl(), clientSecret: handedOver.clientSecret, config, signedIn });
    if (signedIn) loadStripeJs(config).catch(() => {});
  }, [start, handedOver, config, signedIn]);

  useBrowserHistory(latest, { edit, resume });
  useFocusOnStep(state.stage);

  const currencies = commonCurrencies(cart.items, products, config.currencies);
  const wanted = cart.currency ?? config.currency;
  const currency = currencies.includes(wanted) ? wanted : currencies[0] ?? config.currency;
  const address = useMemo(() => (Object.keys(faultsOf({ ...draft, email: 'not@asked.here' })).length === 0 ? addressOf(draft) : null), [draft]);
  const pricing = state.stage === 'details' || state.stage === 'opening';
  const { quote, problem, busy: quoting, retry } = useQuote({ ...cart, currency }, address, pricing && signedIn);

  /** @param {import('../types').Cart} wanted */
  const request = (wanted) => ({
    items: wanted.items, currency: wanted.currency ?? currency, shippingAddress: addressOf(draft), savePaymentMethod: draft.saveCard,
    locale: navigator.language, ...(draft.email.trim() && { receiptEmail: draft.email.trim() }),
  });

  /** @param {import('../types').Cart} wanted */
  function cartChanged(wanted) {
    if (state.stage !== 'payment' && state.stage !== 'opening') return;
    if (wanted.items.length === 0) edit();
    else open(request(wanted), MERGE_MS);
  }

  /** @param {import('./paymentOutcome.js').Outcome} outcome */
  function onOutcome({ kind }) {
    if (state.stage !== 'payment') return;
    const stillHere = checkoutOf(latest.current)?.order.id === state.checkout.order.id && latest.current.stage === 'payment';
    if (!stillHere && kind !== 'paid' && kind !== 'processing') return;
    const { order, paymentIntentId } = state.checkout;
    if (kind === 'action' || kind === 'canceled') resume(order.id);
    else settle({ orderId: order.id, orderNumber: order.orderNumber, paymentIntentId });
  }

  function startNewOrder() {
    replaceOrderUrl(null);
    setBrowsing(true);
    edit();
  }

  const showsProducts = state.stage === 'details' && (browsing || cart.items.length === 0);
  const priced = state.stage === 'payment' ? pricedOrder(state.checkout) : quote ?? pricedOrder(checkoutOf(state));
  const beside = (state.stage === 'details' && cart.items.length > 0) || state.stage === 'opening' || state.stage === 'payment';

  if (state.stage === 'done') return <Page state="done" step={2}><Receipt order={state.order} products={products} onNewOrder={startNewOrder} /></Page>;
  if (state.stage === 'settling') {
    return <Page state={state.kind} step={2}><PaymentProgress kind={state.kind} orderNumber={state.orderNumber} onCheckAgain={() => settle(state)} /></Page>;
  }
  return (
    <Page state={showsProducts ? 'catalog' : state.stage} step={stepOf(state)} title="Checkout">
      <div className={beside ? 'columns' : 'single'}>
        <div className="main-column">
          {state.stage === 'starting' && <PaymentSkeleton>Looking up your order…</PaymentSkeleton>}
          {state.stage === 'signedOut' && (
            <Alert>You are not signed in, or your session has ended. Go back to the shop and come here again: your cart and what you typed are kept. If you have just paid, do not pay again.</Alert>
          )}
          {state.stage === 'fatal' && (
            <Alert action={<button type="button" className="button" onClick={() => resume(state.orderId)}>Try again</button>}>{state.problem.message}</Alert>
          )}
          {state.stage === 'details' && state.notice && <Alert tone={state.notice.tone}>{state.notice.text}</Alert>}
          {problem && pricing && (
            <Alert action={<button type="button" className="button" onClick={retry}>Try again</button>}>{priceProblem(problem)}</Alert>
          )}
          {showsProducts && <ProductList products={products} currency={currency} cart={cart} onQuantity={setQuantity} onCheckout={() => setBrowsing(false)} />}
          {state.stage === 'details' && !showsProducts && (
            <ShippingForm draft={draft} refused={state.faults} countries={config.countries} busy={false} payable={quote !== null}
              onChange={changeDraft} onSubmit={() => open(request({ ...cart, currency }))} />
          )}
          {(state.stage === 'opening' || state.stage === 'payment') && <AddressSummary address={addressOf(draft)} email={draft.email} onChange={() => edit()} />}
          {state.stage === 'opening' && (
            <section className="card" aria-busy="true"><PaymentSkeleton>{state.checkout ? 'Updating your order…' : 'Preparing your payment…'}</PaymentSkeleton></section>
          )}
          {state.stage === 'payment' && (
            <section className="card" aria-labelledby="payment-heading">
              <h2 id="payment-heading" tabIndex={-1}>Payment</h2>
              <StripeProvider config={config} clientSecret={state.checkout.clientSecret}>
                <StripeCheckout checkout={state.checkout} notice={state.notice} needsAction={state.needsAction} onOutcome={onOutcome} />
              </StripeProvider>
            </section>
          )}
        </div>
        {beside && (
          <OrderSummary priced={priced} busy={quoting || state.stage === 'opening'} products={products} currencies={currencies} cart={cart.items}
            onQuantity={(sku, quantity) => cartChanged(setQuantity(sku, quantity))}
            onCurrency={(code) => cartChanged(change({ ...cart, currency: code }))}>
            {cart.source === 'catalog' && state.stage === 'details' && !showsProducts && (
              <button type="button" className="link" onClick={() => setBrowsing(true)}>Add something else</button>
            )}
          </OrderSummary>
        )}
      </div>
    </Page>
  );
}

/** @param {import('./checkoutState.js').OpenCheckout | null} checkout */
const pricedOrder = (checkout) => checkout && { lines: checkout.order.items, breakdown: checkout.order.breakdown, currency: checkout.order.currency, estimated: false };

/** @param {import('../api/problem.js').Problem} problem */
const priceProblem = (problem) => Object.values(problem.fields)[0] ?? problem.message;
