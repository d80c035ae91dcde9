/** A labelled choice of one of several words. */

/**
 * @param {{label: string, id: string, chosen: string, choices: readonly (readonly [string, string])[], onChoose: (choice: string) => void}} props pairs of value and text
 */
export function Choice({ label, id, chosen, choices, onChoose }) {
  return (
    <div className="field filter">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={chosen} onChange={({ target }) => onChoose(target.value)}>
        {choices.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
      </select>
    </div>
  );
}

/** The choices of a status, all of them first. @param {readonly string[]} statuses */
export const statusChoices = (statuses) => /** @type {[string, string][]} */ ([['', 'All'], ...statuses.map((status) => [status, status.replaceAll('_', ' ')])]);
