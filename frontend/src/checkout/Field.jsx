/** One labelled input and its error message, linked for assistive technology. */

import { t } from '../texts.js';

/** @typedef {keyof import('../types').Draft} DraftField */

/**
 * @param {{name: DraftField, label: string, fault?: string, hint?: string, optional?: boolean,
 *   children?: import('react').ReactNode} & import('react').InputHTMLAttributes<HTMLInputElement>
 *   & {onChange: import('react').ChangeEventHandler<HTMLInputElement | HTMLSelectElement>}} props
 *   with `children` (options) it is a select
 */
export function Field({ name, label, fault, hint, optional = false, children, className = '', ...input }) {
  const described = [fault && `${name}-fault`, hint && `${name}-hint`].filter(Boolean).join(' ') || undefined;
  const common = { id: name, name, 'aria-invalid': fault ? true : undefined, 'aria-describedby': described, required: !optional };
  return (
    <div className={`field ${className}`}>
      <label htmlFor={name}>{label}{optional && <span className="hint"> {t('details.optional')}</span>}</label>
      {children
        ? <select {...common} value={input.value} onChange={input.onChange} autoComplete={input.autoComplete}>{children}</select>
        : <input {...common} {...input} />}
      {hint && <p className="hint" id={`${name}-hint`}>{hint}</p>}
      {fault && <p className="fault" id={`${name}-fault`}>{fault}</p>}
    </div>
  );
}
