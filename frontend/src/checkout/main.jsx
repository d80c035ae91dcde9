/** Starts the checkout page; token and cart are removed from the URL before other code runs. */

import '../styles/theme.css';
import '../styles/page.css';
import '../styles/checkout.css';

import { createRoot } from 'react-dom/client';

import { takeTokenFromFragment } from '../api/token.js';
import { takeHandover } from './pageUrl.js';
import { App } from './App.jsx';

takeTokenFromFragment();
const handedOver = takeHandover();
createRoot(/** @type {HTMLElement} */ (document.getElementById('root'))).render(<App handedOver={handedOver} />);
