/** The checkout page: details, payment and confirmation beside the order's summary. */

import { useCallback, useEffect, useMemo, useState } from 'react';

import { Alert } from '../Alert.jsx';
import { locale } from '../language.js';
import { useMoney } from '../MoneyContext.jsx';
import { t } from '../texts.js';
import { addressLines, formOf } from './addressForms.js';
import { AddressSummary } from './AddressSummary.jsx';
import { commonCurrencies, refusedItems, sameItems, unorderable } from './cart.js';
import { checkoutOf, isShopPriced, stepOf } from './checkoutState.js';
import { addressOf, destinationOf, draftOf } from './draft.js';
import { loadStripeJs } from './loadStripeJs.js';
import { OrderSummary } from './OrderSummary.jsx';
import { Page } from './Page.jsx';
import { orderInUrl, replaceOrderUrl } from './pageUrl.js';
import { PaymentProgress } from './PaymentProgress.jsx';
import { PaymentSkeleton } from './PaymentSkeleton.jsx';
import { PaymentWaiting } from './PaymentWaiting.jsx';
import { ProductList } from './ProductList.jsx';
import { Receipt } from './Receipt.jsx';
import { ReceiptEmailForm } from './ReceiptEmailForm.jsx';
import { ShippingForm } from './ShippingForm.jsx';
import { SignedOut } from './SignedOut.jsx';
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
 * @param {import('./useShop.js').Shop & {handedOver: ReturnType<typeof import('./pageUrl.js').takeHandover>,
 *   assumed: Partial<import('../types').Draft>, signedIn: boolean}} props
 */
export function PaymentPage({ config, products, forms, handedOver, assumed, signedIn }) {
  const money = useMoney();
  const { cart, latestCart, change, setQuantity, empty } = useCart(handedOver);
  const { draft, latestDraft, changeDraft } = useDraft(withOnlyCountry(assumed, config.countries));
  const [browsing, setBrowsing] = useState(cart.items.length === 0);
  const [cardTyped, setCardTyped] = useState(false);

  const { state, latest, start, open, openShopOrder, edit, payOtherwise, resume, settle } = useCheckout({
    onOpened: useCallback((order) => {
      if (isShopPriced(order)) return;
      const items = order.items.map(({ sku, quantity }) => ({ sku, quantity }));
      change({ ...latestCart.current, items, currency: order.currency });
      if (order.shippingAddress) changeDraft(draftOf(order.shippingAddress));
    }, [change, changeDraft, latestCart]),
    onPaid: useCallback((order) => {
      if (sameItems(latestCart.current.items, order.items)) empty();
    }, [empty, latestCart]),
    isMine: useCallback((items) => sameItems(items, latestCart.current.items), [latestCart]),
    shopOrderBody: useCallback((order) => {
      const { email, saveCard } = latestDraft.current;
      return { orderId: order.id, locale, savePaymentMethod: saveCard, ...(!order.receiptEmail && email.trim() && { receiptEmail: email.trim() }) };
    }, [latestDraft]),
    priceNotice: useCallback((quoted, total) => t('payment.priceChanged', { total: money(total, quoted.currency), quoted: money(quoted.total, quoted.currency) }), [money]),
  });

  useEffect(() => {
    start({ orderId: orderInUrl(), clientSecret: handedOver.clientSecret, config, signedIn });
    if (signedIn) loadStripeJs(config).catch(() => {});
  }, [start, handedOver, config, signedIn]);

  const showsProducts = state.stage === 'details' && (browsing || cart.items.length === 0);
  useBrowserHistory(latest, { edit, resume });
  useFocusOnStep(showsProducts ? 'catalog' : state.stage);

  const currencies = commonCurrencies(cart.items, products, config.currencies);
  const wanted = cart.currency ?? config.currency;
  const currency = currencies.includes(wanted) ? wanted : currencies[0] ?? config.currency;
  const form = formOf(forms, draft.country);
  const destination = useMemo(() => destinationOf(draft, form), [draft, form]);
  const pricing = state.stage === 'details' || state.stage === 'opening';
  const { quote, problem, busy: quoting, retry } = useQuote({ ...cart, currency }, destination, pricing && signedIn);
  const refused = useMemo(
    () => (quote ? NONE : new Map([...unorderable(cart.items, products, currency), ...refusedItems(cart.items, problem?.fields ?? {})])),
    [cart.items, currency, problem, products, quote],
  );

  /** @param {import('../types').Cart} asked */
  const request = (asked) => ({
    items: asked.items, currency: asked.currency ?? currency, shippingAddress: addressOf(draft, form), savePaymentMethod: draft.saveCard,
    locale, ...(draft.email.trim() && { receiptEmail: draft.email.trim() }),
  });

  /** @param {import('../types').Cart} asked */
  function cartChanged(asked) {
    if (state.stage !== 'payment' && state.stage !== 'opening') return;
    if (asked.items.length === 0) edit();
    else open(request(asked), { delay: MERGE_MS });
  }

  function proceed() {
    const quoted = quote && !quote.estimated && !quoting ? { total: quote.breakdown.total, currency: quote.currency } : null;
    open(request({ ...cart, currency }), { quoted });
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

  if (state.stage === 'done') {
    return (
      <Page state="done" step={2}>
        <Receipt order={state.order} products={products} forms={forms} shopUrl={config.shop.url} onNewOrder={isShopPriced(state.order) ? undefined : startNewOrder} />
      </Page>
    );
  }
  if (state.stage === 'settling') {
    return <Page state={state.kind} step={2}><PaymentProgress kind={state.kind} orderNumber={state.orderNumber} onCheckAgain={() => settle(state)} /></Page>;
  }
  if (state.stage === 'waiting') {
    return <Page state="waiting" step={2}><PaymentWaiting waiting={state.waiting} orderNumber={state.checkout.order.orderNumber} onOtherMethod={payOtherwise} /></Page>;
  }

  const order = state.stage === 'contact' ? state.order : checkoutOf(state)?.order ?? null;
  const fixed = order !== null && isShopPriced(order);
  const priced = fixed || state.stage === 'payment' ? pricedOrder(order) : quote ?? pricedOrder(order) ?? unpriced(cart, products, currency);
  const beside = (state.stage === 'details' && cart.items.length > 0) || state.stage === 'opening' || state.stage === 'payment' || state.stage === 'contact';
  const signedOut = state.stage === 'signedOut' || (pricing && problem?.status === 401);
  return (
    <Page state={showsProducts ? 'catalog' : state.stage} step={stepOf(state)} title={t('page.title')}>
      {/* A layout of its own: the summary appears above without moving what was there. */}
      <div key={beside ? 'columns' : 'single'} className={beside ? 'columns' : 'single'}>
        <div className="main-column">
          {state.stage === 'starting' && <PaymentSkeleton>{t('payment.lookingUp')}</PaymentSkeleton>}
          {signedOut && <SignedOut config={config} />}
          {state.stage === 'closed' && <Alert>{state.text}</Alert>}
          {state.stage === 'fatal' && (
            <Alert action={<button type="button" className="button" onClick={() => resume(state.orderId)}>{t('page.tryAgain')}</button>}>{state.problem.message}</Alert>
          )}
          {state.stage === 'details' && state.notice && <Alert tone={state.notice.tone}>{state.notice.text}</Alert>}
          {pricing && !signedOut && !showsProducts && refused.size > 0 && <Alert>{t('cart.problem')}</Alert>}
          {problem && pricing && !signedOut && refused.size === 0 && (
            <Alert action={<button type="button" className="button" onClick={retry}>{t('page.tryAgain')}</button>}>{Object.values(problem.fields)[0] ?? problem.message}</Alert>
          )}
          {showsProducts && <ProductList products={products} currency={currency} cart={cart} onQuantity={setQuantity} onCheckout={() => setBrowsing(false)} />}
          {state.stage === 'details' && !showsProducts && !signedOut && (
            <ShippingForm draft={draft} refused={state.faults} countries={config.countries} forms={forms} payable={quote !== null}
              onChange={changeDraft} onSubmit={proceed} />
          )}
          {state.stage === 'contact' && <ReceiptEmailForm draft={draft} refused={state.faults} onChange={changeDraft} onSubmit={() => openShopOrder(state.order)} />}
          {(state.stage === 'opening' || state.stage === 'payment') && (
            <AddressSummary lines={shownAddress(fixed || state.stage === 'payment' ? order?.shippingAddress ?? null : addressOf(draft, form), forms)}
              email={order?.receiptEmail ?? draft.email} onChange={fixed ? undefined : () => edit()} />
          )}
          {state.stage === 'opening' && (
            <section className="card" aria-busy="true"><PaymentSkeleton>{t(state.checkout ? 'payment.updating' : 'payment.preparing')}</PaymentSkeleton></section>
          )}
          {state.stage === 'payment' && (
            <section className="card" aria-labelledby="payment-heading">
              <h2 id="payment-heading" tabIndex={-1}>{t('payment.title')}</h2>
              <StripeProvider config={config} clientSecret={state.checkout.clientSecret}>
                <StripeCheckout checkout={state.checkout} notice={state.notice} needsAction={state.needsAction} onOutcome={onOutcome} onTyped={setCardTyped} />
              </StripeProvider>
            </section>
          )}
        </div>
        {beside && priced && (
          <OrderSummary priced={priced} busy={quoting || state.stage === 'opening'} products={products} currencies={currencies}
            cart={fixed ? undefined : cart.items} refused={pricing ? refused : NONE} cardTyped={cardTyped}
            onQuantity={fixed ? undefined : (sku, quantity) => cartChanged(setQuantity(sku, quantity))}
            onCurrency={fixed ? undefined : (code) => cartChanged(change({ ...cart, currency: code }))}>
            {cart.source === 'catalog' && state.stage === 'details' && !showsProducts && (
              <button type="button" className="link" onClick={() => setBrowsing(true)}>{t('catalog.addMore')}</button>
            )}
          </OrderSummary>
        )}
      </div>
    </Page>
  );
}

/** @type {Map<string, 'sku' | 'quantity'>} */
const NONE = new Map();

/** @param {import('../types').Order | null} order @returns {import('./OrderSummary.jsx').Priced | null} */
const pricedOrder = (order) => order && { lines: order.items, breakdown: order.breakdown, discounts: order.discounts, currency: order.currency, estimated: false };

/**
 * The cart's lines before there is a price, so that a cart that can't be priced is shown too.
 * @param {import('../types').Cart} cart @param {import('../types').Product[]} products @param {string} currency
 * @returns {import('./OrderSummary.jsx').Priced}
 */
const unpriced = (cart, products, currency) => ({
  lines: cart.items.map(({ sku, quantity }) => ({ sku, quantity, name: products.find((product) => product.sku === sku)?.name ?? sku, unitPrice: null, total: null })),
  breakdown: null, currency, estimated: true,
});

/** @param {import('../types').ShippingAddress | null} address @param {import('./addressForms.js').AddressForms} forms */
const shownAddress = (address, forms) => (address ? addressLines(address, forms) : []);

/** A shop that ships to one country alone asks for none. @param {Partial<import('../types').Draft>} assumed @param {string[]} countries */
const withOnlyCountry = (assumed, countries) => (countries.length === 1 ? { ...assumed, country: countries[0] } : assumed);
