/** The status filter of a list. */

/**
 * @template {string} Status
 * @param {{statuses: readonly Status[], chosen: Status | '', onChoose: (status: Status | '') => void}} props
 */
export function StatusFilter({ statuses, chosen, onChoose }) {
  return (
    <div className="field filter">
      <label htmlFor="status">Status</label>
      <select id="status" value={chosen} onChange={({ target }) => onChoose(/** @type {Status | ''} */ (target.value))}>
        <option value="">All</option>
        {statuses.map((status) => <option key={status} value={status}>{status.replaceAll('_', ' ')}</option>)}
      </select>
    </div>
  );
}
