/** Starts the operator's page. */

import '../styles/theme.css';
import '../styles/page.css';
import '../styles/admin.css';

import { createRoot } from 'react-dom/client';

import { takeTokenFromFragment } from '../api/token.js';
import { AdminApp } from './AdminApp.jsx';

takeTokenFromFragment();
createRoot(/** @type {HTMLElement} */ (document.getElementById('root'))).render(<AdminApp />);
