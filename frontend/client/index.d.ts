import type { Client, ClientOptions } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type { components, paths };

/** A problem document (RFC 9457) as an error; its `code` never changes meaning, and `/problems/CODE` says what to do. */
export class TillProblem extends Error {
  readonly status: number;
  readonly code: string;
  /** The fields at fault of a 422. */
  readonly errors: { field: string; message: string }[];
  readonly requestId: string | null;
  readonly document: Record<string, unknown>;
}

export interface TillOptions extends Omit<ClientOptions, 'baseUrl'> {
  /** Where the API is, such as `https://pay.shop.example`. */
  baseUrl: string;
  /** The bearer token, or what gives it; asked before every request. Without one only public routes answer. */
  token?: string | (() => string | null | Promise<string | null>);
}

/** A client whose `GET`, `POST` and `DELETE` take the API's paths, and know their parameters, bodies and answers. */
export function createTill(options: TillOptions): Client<paths>;

/** The body of a successful answer; throws `TillProblem` for any other, and what `fetch` throws where none came. */
export function bodyOf<Body>(call: Promise<{ data?: Body; error?: unknown; response: Response }>): Promise<Body>;
