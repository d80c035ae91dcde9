/** A placeholder at the payment form's height while it loads, so that the layout does not shift. */

import { t } from '../texts.js';

/** @param {{children?: string}} props */
export function PaymentSkeleton({ children = t('payment.loadingCard') }) {
  return (
    <div className="skeleton">
      <p role="status">{children}</p>
      <span className="skeleton-line" aria-hidden="true" />
      <span className="skeleton-line" aria-hidden="true" />
      <span className="skeleton-line skeleton-short" aria-hidden="true" />
    </div>
  );
}
