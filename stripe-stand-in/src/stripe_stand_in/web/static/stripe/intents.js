import { intentOf } from './api.js';
import { authenticate } from './challenge.js';
import { MountedElement } from './element.js';
import { failedIntent, integrationError } from './errors.js';

// Parameters of the page win over what the elements add, field by field.
function combined(added, params) {
  const billing = { ...added.payment_method_data?.billing_details, ...params.payment_method_data?.billing_details };
  return {
    ...added,
    ...params,
    ...(Object.keys(billing).length && { payment_method_data: { ...params.payment_method_data, billing_details: billing } }),
  };
}

// Confirming an intent and carrying out what it asks for next.
export function intentActions(api) {
  const { ask } = api;

  async function retrieve(clientSecret) {
    const { path, answer } = intentOf(clientSecret);
    const body = await ask('GET', path, { client_secret: clientSecret });
    return body.error ? body : { [answer]: body };
  }

  // The bank's page takes the whole window: what follows happens on the return page.
  function redirectTo(url) {
    window.location.assign(url);
    return new Promise(() => {});
  }

  function returnUrl(url, intent) {
    const target = new URL(url, window.location.href);
    const name = intent.object === 'setup_intent' ? 'setup_intent' : 'payment_intent';
    target.searchParams.set(name, intent.id);
    target.searchParams.set(`${name}_client_secret`, intent.client_secret);
    target.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'pending');
    return target.href;
  }

  async function settle(body, clientSecret, { redirect, url, act = true }) {
    if (body.error) return body;
    const { answer } = intentOf(clientSecret);
    if (body.status === 'requires_action' && act) {
      if (body.next_action?.type === 'redirect_to_url') return redirectTo(body.next_action.redirect_to_url.url);
      if (body.next_action?.type === 'use_stripe_sdk') {
        await authenticate(api, body, clientSecret);
        const after = await retrieve(clientSecret);
        if (after.error) return after;
        return settle(after[answer], clientSecret, { redirect, url, act: false });
      }
    }
    if (body.status === 'requires_payment_method' || (body.status === 'requires_action' && !act)) return failedIntent(body);
    if (redirect === 'always' && url && ['succeeded', 'processing', 'requires_capture'].includes(body.status)) {
      return redirectTo(returnUrl(url, body));
    }
    return { [answer]: body };
  }

  async function confirm({ elements, clientSecret, confirmParams = {}, redirect = 'always' } = {}) {
    const secret = clientSecret ?? elements?._options.clientSecret;
    const { path } = intentOf(secret);
    const given = confirmParams.payment_method ?? confirmParams.payment_method_data?.type;
    if (redirect === 'always' && !confirmParams.return_url) {
      throw integrationError('confirmParams.return_url is required unless redirect is "if_required".');
    }
    const params = { ...confirmParams, client_secret: secret, use_stripe_sdk: true };
    let body;
    if (!given && elements) {
      const element = elements.getElement('payment');
      if (!element) throw integrationError('There is no Payment Element in these elements.');
      body = await element._ask('confirm', { path, params: combined(await elements._details(), params) });
    } else body = await ask('POST', `${path}/confirm`, params);
    return settle(body, secret, { redirect, url: confirmParams.return_url });
  }

  async function handleNextAction({ clientSecret } = {}) {
    const found = await retrieve(clientSecret);
    if (found.error) return found;
    return settle(found[intentOf(clientSecret).answer], clientSecret, { redirect: 'if_required' });
  }

  // `data.payment_method` is an id, or `{card: element, billing_details}`; without it the intent's own is confirmed.
  async function confirmCard(clientSecret, data = {}, { handleActions = true } = {}) {
    const { path } = intentOf(clientSecret);
    const { payment_method: method, ...rest } = data;
    const params = { ...rest, client_secret: clientSecret, use_stripe_sdk: true };
    let body;
    if (method?.card instanceof MountedElement) {
      const { card, ...details } = method;
      body = await card._ask('confirm', { path, params: { ...params, payment_method_data: details } });
    } else {
      const given = typeof method === 'string' ? { payment_method: method } : method && { payment_method_data: method };
      body = await ask('POST', `${path}/confirm`, { ...params, ...given });
    }
    if (!handleActions) return body.error ? body : { [intentOf(clientSecret).answer]: body };
    return settle(body, clientSecret, { redirect: 'if_required', url: data.return_url });
  }

  return { retrieve, confirm, handleNextAction, confirmCard };
}
