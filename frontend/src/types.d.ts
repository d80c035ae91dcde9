/** The API's types by the names the pages use; schema.d.ts is generated, this file is not. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Order = Schemas['Order'];
export type OrderLine = Order['items'][number];
export type Refund = Order['payment']['refunds'][number];
export type Hold = Order['holds'][number];
export type ShippingAddress = Schemas['Address'];
export type Breakdown = Schemas['Breakdown'];
export type Quote = Schemas['Quote'];
export type CreateIntent = Schemas['CreateBody'];
export type CreatedIntent = Schemas['Created'];
export type Intent = Schemas['Intent'];
export type SavedMethod = Schemas['Method'];
export type Product = Schemas['Product'];
export type ShopConfig = Schemas['Config'];
export type HistoryEntry = Schemas['Entry'];
export type InboxEvent = Schemas['Event'];
export type DailyFigures = Schemas['Day'];

export type CartItem = { sku: string; quantity: number };
export type Cart = { items: CartItem[]; currency: string | null; source: 'shop' | 'shelf' };
export type FieldErrors = Record<string, string>;

/** What the shopper typed, kept as typed; `country` is a code of the shop's list. */
export type Draft = {
  email: string;
  name: string;
  phone: string;
  line1: string;
  line2: string;
  city: string;
  state: string;
  postalCode: string;
  country: string;
  saveCard: boolean;
};

declare global {
  interface Window {
    /** Supplied by a shop that keeps the token itself; asked before every request. */
    till?: { token?: () => string | null | Promise<string | null> };
  }
}
