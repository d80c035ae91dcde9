/** LOGIN_URL, where an operator whose token is missing or old signs in; null where the shop has none. */

import { createContext } from 'react';

export const LoginUrl = createContext(/** @type {string | null} */ (null));
