// The bank's page of the sandbox: reports how the shopper's authentication ended, then closes.
import { connected, serve } from '../elements/channel.js';
import { apiFor, intentOf } from '../stripe/api.js';

const form = document.getElementById('challenge');
const errorMessage = document.getElementById('error-message');
const { init, port } = await connected();
const { path } = intentOf(init.clientSecret);

// Where Stripe's minor unit is not ISO 4217's.
const STRIPE_DIGITS = { isk: 2, ugx: 2, mga: 0 };

function money(amount, currency) {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(amount / 10 ** (STRIPE_DIGITS[currency] ?? format.resolvedOptions().maximumFractionDigits));
}

async function end(outcome) {
  for (const button of form.querySelectorAll('button')) button.disabled = true;
  errorMessage.textContent = '';
  try {
    const answer = await fetch('/endive/challenge', {
      method: 'POST',
      credentials: 'omit',
      body: new URLSearchParams({ client_secret: init.clientSecret, outcome }),
    });
    await answer.text();
    if (!answer.ok) throw new Error(`The bank answered ${answer.status}.`);
    port.postMessage({ event: 'done' });
  } catch {
    errorMessage.textContent = 'The bank could not be reached. Please try again.';
    for (const button of form.querySelectorAll('button')) button.disabled = false;
  }
}

serve(port, { fail: () => end('fail') });
form.addEventListener('submit', (event) => {
  event.preventDefault();
  end(event.submitter?.value ?? 'complete');
});
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') end('fail');
});
window.addEventListener('focus', () => document.activeElement === document.body && document.getElementById('title').focus());

const intent = await apiFor(window.location.origin, init.key)('GET', path, { client_secret: init.clientSecret });
if (intent.amount) document.getElementById('amount').textContent = money(intent.amount, intent.currency);
port.postMessage({ event: 'ready' });
document.getElementById('title').focus();
