import { apiFor } from './api.js';
import { MountedElement } from './element.js';
import { Elements } from './elements.js';
import { integrationError } from './errors.js';
import { intentActions } from './intents.js';

// `window.Stripe`: the part of Stripe.js that a checkout with the Payment Element uses.
export function makeStripe(origin) {
  function Stripe(key) {
    if (typeof key !== 'string' || !key.startsWith('pk_')) {
      throw integrationError('Stripe() needs a publishable key, which begins with pk_.');
    }
    const api = { origin, key, ask: apiFor(origin, key) };
    const intents = intentActions(api);

    async function createPaymentMethod(first, second) {
      const given = typeof first === 'string' ? { type: first, ...second } : first;
      const element = given.elements?.getElement('payment') ?? (given.card instanceof MountedElement ? given.card : null);
      const { elements, params, card, ...rest } = given;
      const body = element
        ? await element._ask('createPaymentMethod', { params: { ...rest, ...params } })
        : await api.ask('POST', '/v1/payment_methods', { ...rest, ...params, ...(card && { card }) });
      return body.error ? body : { paymentMethod: body };
    }

    async function createToken(element, data = {}) {
      const body = element instanceof MountedElement
        ? await element._ask('createToken', { params: data })
        : await api.ask('POST', '/v1/tokens', { [element]: data });
      return body.error ? body : { token: body };
    }

    return {
      elements: (options) => new Elements(api, options),
      createPaymentMethod,
      createToken,
      confirmPayment: intents.confirm,
      confirmSetup: intents.confirm,
      confirmCardPayment: intents.confirmCard,
      confirmCardSetup: intents.confirmCard,
      retrievePaymentIntent: intents.retrieve,
      retrieveSetupIntent: intents.retrieve,
      handleNextAction: intents.handleNextAction,
      handleCardAction: (clientSecret) => intents.handleNextAction({ clientSecret }),
      registerAppInfo() {},
      _registerWrapper() {},
    };
  }
  Stripe.version = 'endive';
  return Stripe;
}
