/** Maps the theme's custom properties to Stripe's appearance, so that its frames look like the page. */

import { useSyncExternalStore } from 'react';

const darkness = window.matchMedia('(prefers-color-scheme: dark)');

/** @returns {'light' | 'dark'} */
export function useColorScheme() {
  return useSyncExternalStore(
    (changed) => {
      darkness.addEventListener('change', changed);
      return () => darkness.removeEventListener('change', changed);
    },
    () => (darkness.matches ? 'dark' : 'light'),
  );
}

/** @param {'light' | 'dark'} scheme @returns {import('@stripe/stripe-js').Appearance} */
export function appearanceFromTheme(scheme) {
  const style = getComputedStyle(document.documentElement);
  const value = (/** @type {string} */ name) => style.getPropertyValue(`--till-${name}`).trim();
  return {
    theme: scheme === 'dark' ? 'night' : 'stripe',
    variables: {
      colorPrimary: value('accent'),
      colorBackground: value('surface'),
      colorText: value('ink'),
      colorTextSecondary: value('ink-soft'),
      colorTextPlaceholder: value('ink-faint'),
      colorDanger: value('danger'),
      fontFamily: value('font'),
      borderRadius: value('radius'),
      fontSizeBase: '16px',
    },
  };
}
