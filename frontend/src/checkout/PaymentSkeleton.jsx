/** Holds the payment form's place while it loads, at its height, so that nothing jumps. */

/** @param {{children?: string}} props */
export function PaymentSkeleton({ children = 'Loading the secure card form…' }) {
  return (
    <div className="skeleton">
      <p role="status">{children}</p>
      <span className="skeleton-line" aria-hidden="true" />
      <span className="skeleton-line" aria-hidden="true" />
      <span className="skeleton-line skeleton-short" aria-hidden="true" />
    </div>
  );
}
