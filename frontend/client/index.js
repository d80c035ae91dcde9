import createClient from 'openapi-fetch';

/** A problem document (RFC 9457) as an error; its `code` never changes meaning. */
export class TillProblem extends Error {
  constructor(status, document) {
    super(document.detail ?? document.title ?? `HTTP ${status}`);
    this.name = 'TillProblem';
    this.status = status;
    this.code = document.code ?? 'unknown';
    this.errors = document.errors ?? [];
    this.requestId = document.requestId ?? null;
    this.document = document;
  }
}

export function createTill({ baseUrl, token, ...options }) {
  const client = createClient({ baseUrl: baseUrl.replace(/\/+$/, ''), ...options });
  client.use({
    async onRequest({ request }) {
      const bearer = typeof token === 'function' ? await token() : token;
      if (bearer) request.headers.set('Authorization', `Bearer ${bearer}`);
      return request;
    },
  });
  return client;
}

export async function bodyOf(call) {
  const { data, error, response } = await call;
  if (!response.ok) throw new TillProblem(response.status, error && typeof error === 'object' ? error : {});
  return data;
}
