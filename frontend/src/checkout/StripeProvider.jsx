/** Loads Stripe.js and provides Elements to the payment form, or shows an error with a retry. */

import { Elements } from '@stripe/react-stripe-js';
import { useEffect, useMemo, useState } from 'react';

import { Alert } from '../Alert.jsx';
import { language } from '../language.js';
import { t } from '../texts.js';
import { appearanceFromTheme, useColorScheme } from './appearance.js';
import { loadStripeJs } from './loadStripeJs.js';
import { PaymentSkeleton } from './PaymentSkeleton.jsx';

/**
 * @param {{config: import('../types').ShopConfig, clientSecret: string, children: import('react').ReactNode}} props
 *   Elements ignores a changed client secret, so that it is also the key: another payment is another form.
 */
export function StripeProvider({ config, clientSecret, children }) {
  const [attempt, setAttempt] = useState(0);
  const [{ stripe, failed }, setLoaded] = useState(/** @type {{stripe: import('@stripe/stripe-js').Stripe | null, failed: boolean}} */ ({ stripe: null, failed: false }));
  const scheme = useColorScheme();

  useEffect(() => {
    let wanted = true;
    setLoaded({ stripe: null, failed: false });
    loadStripeJs(config).then(
      (loaded) => wanted && setLoaded({ stripe: loaded, failed: false }),
      () => wanted && setLoaded({ stripe: null, failed: true }),
    );
    return () => { wanted = false; };
  }, [config, attempt]);

  const options = useMemo(
    () => ({ clientSecret, appearance: appearanceFromTheme(scheme), locale: language }),
    [clientSecret, scheme],
  );

  if (failed) {
    return (
      <Alert action={<button type="button" className="button" onClick={() => setAttempt((count) => count + 1)}>{t('page.tryAgain')}</button>}>
        {t('payment.scriptFailed')}
      </Alert>
    );
  }
  if (!stripe) return <PaymentSkeleton />;
  return <Elements key={clientSecret} stripe={stripe} options={options}>{children}</Elements>;
}
