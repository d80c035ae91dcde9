/** Starts the checkout page; what the address hands over is taken before anything else can read it. */

import '../styles/theme.css';
import '../styles/page.css';
import '../styles/checkout.css';

import { createRoot } from 'react-dom/client';

import { takeTokenFromFragment } from '../api/token.js';
import { takeFromAddress } from './addressBar.js';
import { App } from './App.jsx';

takeTokenFromFragment();
const handedOver = takeFromAddress();
createRoot(/** @type {HTMLElement} */ (document.getElementById('root'))).render(<App handedOver={handedOver} />);
