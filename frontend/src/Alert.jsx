/** A message that assistive technology announces, with an optional action. */

/**
 * @param {{tone?: 'alert' | 'info', action?: import('react').ReactNode, children: import('react').ReactNode}} props
 */
export function Alert({ tone = 'alert', action, children }) {
  return (
    <div className={`notice notice-${tone}`} role={tone === 'alert' ? 'alert' : 'status'}>
      <p>{children}</p>
      {action}
    </div>
  );
}
