// Two kinds of errors: a programming error throws, everything that can happen to a shopper is returned.
export function integrationError(message) {
  const error = new Error(message);
  error.name = 'IntegrationError';
  return error;
}

export function connectionError() {
  return {
    error: {
      type: 'api_connection_error',
      message: 'The payment service could not be reached. Check the connection; the outcome of the attempt is not known.',
    },
  };
}

// A declined or unfinished intent says why in its last error; the caller also wants the intent itself.
export function failedIntent(intent) {
  const last = intent.last_payment_error ?? intent.last_setup_error ?? {};
  const field = intent.object === 'setup_intent' ? 'setup_intent' : 'payment_intent';
  return {
    error: {
      ...last,
      type: last.type ?? 'invalid_request_error',
      code: last.code ?? `${field}_authentication_failure`,
      message: last.message ?? 'The payment could not be completed. Please try another payment method.',
      [field]: intent,
    },
  };
}
