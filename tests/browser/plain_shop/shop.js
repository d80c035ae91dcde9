// The least a shop does with Stripe.js. The address names the key and the client secret: #pk_test_…,pi_…_secret_…
const [key, clientSecret] = location.hash.slice(1).split(',');
const said = document.getElementById('said');

window.events = [];
window.stripe = window.Stripe(key);
window.elements = window.stripe.elements({ clientSecret, ...JSON.parse(sessionStorage.getItem('options') ?? '{}') });
window.element = window.elements.create('payment');
window.element.mount(document.getElementById('element'));
// Late, as React attaches its listeners after mounting.
setTimeout(() => {
  for (const name of ['ready', 'change', 'focus', 'blur', 'escape', 'loaderror']) {
    window.element.on(name, (event) => {
      window.events.push([name, event]);
      if (name === 'loaderror') said.textContent = `loaderror ${event.error.type}`;
      if (name === 'ready') said.textContent = 'ready';
    });
  }
}, 200);

document.getElementById('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  said.textContent = 'working';
  const checked = await window.elements.submit();
  const outcome = checked.error ? checked : await window.stripe.confirmPayment({
    elements: window.elements,
    redirect: sessionStorage.getItem('redirect') ?? 'if_required',
    confirmParams: { return_url: `${location.origin}/back?order=T-1` },
  });
  window.outcome = outcome;
  said.textContent = outcome.error
    ? `${outcome.error.type} ${outcome.error.code ?? ''} ${outcome.error.message}`
    : `paid: ${outcome.paymentIntent.status}`;
});
