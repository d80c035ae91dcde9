/** The step indicator. */

const STEPS = ['Details', 'Payment', 'Confirmation'];

/** @param {{current: number}} props */
export function Steps({ current }) {
  return (
    <ol className="steps" aria-label="Steps of the checkout">
      {STEPS.map((name, index) => (
        <li key={name} aria-current={index === current ? 'step' : undefined} data-done={index < current}>{name}</li>
      ))}
    </ol>
  );
}
