/** Starts the checkout page; token and cart are removed from the URL before other code runs. */

import '../styles/theme.css';
import '../styles/page.css';
import '../styles/checkout.css';

import { createRoot } from 'react-dom/client';

import { takeTokenFromFragment } from '../api/token.js';
import { markLanguage } from '../texts.js';
import { App } from './App.jsx';
import { forgetAll } from './attempts.js';
import { forgetCart } from './cart.js';
import { forgetDraft } from './draft.js';
import { takeHandover } from './pageUrl.js';

markLanguage();
const switchedTo = takeTokenFromFragment();
if (switchedTo) {
  forgetAll();
  forgetCart();
  forgetDraft();
}
const handedOver = takeHandover();
createRoot(/** @type {HTMLElement} */ (document.getElementById('root'))).render(<App handedOver={handedOver} switchedTo={switchedTo} />);
