/** The step indicator. */

import { t } from '../texts.js';

const STEPS = ['details', 'payment', 'confirmation'];

/** @param {{current: number}} props */
export function Steps({ current }) {
  return (
    <ol className="steps" aria-label={t('page.steps')}>
      {STEPS.map((name, index) => (
        <li key={name} aria-current={index === current ? 'step' : undefined} data-done={index < current}>{t(`page.step.${name}`)}</li>
      ))}
    </ol>
  );
}
