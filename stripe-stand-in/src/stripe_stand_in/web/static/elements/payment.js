// The Payment Element's inside: the only place that sees what the shopper types.
import { apiFor, intentOf } from '../stripe/api.js';
import { connected, serve } from './channel.js';
import { Choice } from './choice.js';
import { DEBITS } from './methods.js';
import { applyAppearance } from './theme.js';

const form = document.getElementById('form');
const errorMessage = document.getElementById('error-message');
const { init, port } = await connected();
const ask = apiFor(window.location.origin, init.key);
const notify = (event, payload) => port.postMessage({ event, payload });

applyAppearance(init.appearance);
new ResizeObserver(([{ target }]) => port.postMessage({ height: Math.ceil(target.getBoundingClientRect().height) })).observe(document.body);

const FINISHED = ['succeeded', 'canceled'];
const finishedError = (status) => ({
  type: 'invalid_request_error',
  code: 'payment_intent_unexpected_state',
  message: `The intent of this clientSecret has the status ${status}, so Elements can't be used to pay it.`,
});
const intent = await load();
if (intent) begin(intent);

async function load() {
  if (!init.clientSecret) return { payment_method_types: ['card'] };
  const { path } = intentOf(init.clientSecret);
  const answer = await ask('GET', path, { client_secret: init.clientSecret });
  if (!answer.error && !FINISHED.includes(answer.status)) return answer;
  if (!answer.error) answer.error = finishedError(answer.status);
  errorMessage.textContent = 'The payment form could not be loaded.';
  port.onmessage = ({ data }) => port.postMessage({ answer: data.call, result: { error: answer.error } });
  notify('loaderror', { error: answer.error });
  return null;
}

function begin({ payment_method_types: types }) {
  let busy = false;
  const choice = new Choice(types.length ? types : ['card'], () => notify('change', choice.state));

  function invalid() {
    const problem = choice.check();
    return problem && { error: { type: 'validation_error', ...problem } };
  }

  function methodData(more = {}) {
    const given = choice.details;
    return { ...more, ...given, billing_details: { ...more.billing_details, ...given.billing_details } };
  }

  async function confirm({ path, params }) {
    const problem = invalid();
    if (problem) return problem;
    if (busy) return { error: { type: 'invalid_request_error', message: 'This payment is already being confirmed.' } };
    busy = true;
    try {
      return await ask('POST', `${path}/confirm`, {
        ...params,
        payment_method_data: methodData(params.payment_method_data),
        ...(DEBITS.includes(choice.type) && { mandate_data: { customer_acceptance: { type: 'online', online: { infer_from_client: true } } } }),
      });
    } finally {
      busy = false;
    }
  }

  serve(port, {
    submit: () => invalid() ?? { selectedPaymentMethod: choice.type },
    confirm,
    createPaymentMethod: ({ params }) => invalid() ?? ask('POST', '/v1/payment_methods', methodData(params)),
    createToken: ({ params }) => invalid() ?? ask('POST', '/v1/tokens', { card: { ...params, ...choice.details.card } }),
    update({ appearance }) {
      applyAppearance(appearance);
    },
    refresh: async () => {
      const { path } = intentOf(init.clientSecret);
      const { error } = await ask('GET', path, { client_secret: init.clientSecret });
      return error ? { error } : {};
    },
    focus: () => choice.fields[0].input.focus(),
    blur: () => document.activeElement?.blur(),
    clear: () => choice.clear(),
  });

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('keydown', ({ key, target }) => {
    if (key === 'Escape') notify('escape');
    if (key === 'Enter' && target.matches('input')) notify('submit');
  });
  window.addEventListener('focus', () => notify('focus'));
  window.addEventListener('blur', () => notify('blur'));
  form.hidden = false;
  notify('ready');
  notify('availablepaymentmethodschange', { paymentMethods: [...choice.ways.keys()] });
}
