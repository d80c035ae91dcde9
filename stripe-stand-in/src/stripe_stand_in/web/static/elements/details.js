// The inside of the link authentication and address elements: labelled inputs, and their value for the page.
import { connected, serve } from './channel.js';
import { applyAppearance } from './theme.js';

const form = document.getElementById('form');
const { kind } = form.dataset;
const inputs = [...form.elements].filter((input) => input.name);
const { init, port } = await connected();
const notify = (event, payload) => port.postMessage({ event, payload });

applyAppearance(init.appearance);
new ResizeObserver(([{ target }]) => port.postMessage({ height: Math.ceil(target.getBoundingClientRect().height) })).observe(document.body);

const { address: knownAddress, ...known } = init.options?.defaultValues ?? {};
for (const input of inputs) input.value = { ...known, ...knownAddress }[input.name] ?? '';

function value() {
  const given = Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()]));
  if (kind === 'linkAuthentication') return { email: given.email };
  const { name, phone, country, ...address } = given;
  const filled = Object.fromEntries(Object.entries(address).filter(([, text]) => text));
  return { name, address: { ...filled, country: country.toUpperCase() }, ...(phone && { phone }) };
}

function state() {
  return {
    complete: inputs.every((input) => input.validity.valid && (!input.required || input.value.trim())),
    empty: inputs.every((input) => !input.value),
    value: value(),
  };
}

function problemOf(input) {
  const label = document.querySelector(`label[for="${input.id}"]`).textContent;
  if (input.required && !input.value.trim()) return `${label} is required.`;
  return input.validity.valid ? '' : `${label} is invalid.`;
}

function show(input) {
  const problem = problemOf(input);
  document.getElementById(`Field-${input.name}Error`).textContent = problem;
  input.setAttribute('aria-invalid', String(Boolean(problem)));
  return problem;
}

for (const input of inputs) {
  input.addEventListener('input', () => notify('change', state()));
  input.addEventListener('blur', () => input.value && show(input));
}
form.addEventListener('submit', (event) => event.preventDefault());

serve(port, {
  value: state,
  submit() {
    const wrong = inputs.filter((input) => show(input));
    wrong[0]?.focus();
    return wrong.length ? { error: { type: 'validation_error', message: problemOf(wrong[0]) } } : {};
  },
  update({ appearance }) {
    if (appearance) applyAppearance(appearance);
  },
  focus: () => inputs[0].focus(),
  blur: () => document.activeElement?.blur(),
  clear: () => inputs.forEach((input) => { input.value = ''; }),
});
notify('ready');
