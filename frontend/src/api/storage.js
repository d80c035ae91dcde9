/** Web storage that falls back to memory where the browser denies it or it is full. */

/** @param {'localStorage' | 'sessionStorage'} kind */
function storage(kind) {
  /** @type {Map<string, string>} */
  const memory = new Map();
  return {
    /** @param {string} key @returns {string | null} */
    get(key) {
      if (memory.has(key)) return memory.get(key) ?? null;
      try {
        return window[kind].getItem(key);
      } catch {
        return null;
      }
    },
    /** @param {string} key @param {string} value */
    set(key, value) {
      try {
        window[kind].setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    /** @param {string} key */
    remove(key) {
      memory.delete(key);
      try {
        window[kind].removeItem(key);
      } catch {
        // Nothing was stored.
      }
    },
  };
}

/** Shared by the tabs of this origin. */
export const shared = storage('localStorage');

/** For this tab alone. */
export const ofTab = storage('sessionStorage');
