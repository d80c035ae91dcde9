/** The API's types by the names the pages use; schema.d.ts is generated, this file is not. */
import type { components, paths } from '../client/schema';

type Schemas = components['schemas'];

export type Order = Schemas['OrderView'];
export type OrderLine = Order['items'][number];
export type Refund = Order['payment']['refunds'][number];
export type Hold = Order['holds'][number];
export type ShippingAddress = Schemas['AddressView'];
export type Breakdown = Schemas['BreakdownView'];
export type Discount = Order['discounts'][number];
export type Quote = Schemas['QuoteView'];
export type CreateIntent = Schemas['CreateIntentBody'];
export type CreatedIntent = Schemas['CheckoutView'];
export type Intent = Schemas['PaymentView'];
export type SavedMethod = Schemas['PaymentMethodView'];
export type Product = Schemas['ProductView'];
export type ShopConfig = Schemas['ConfigView'];
export type HistoryEntry = Schemas['EntryView'];
export type InboxEvent = Schemas['EventView'];
export type OrderStatus = NonNullable<NonNullable<paths['/api/orders']['get']['parameters']['query']>['status']>;
export type EventStatus = NonNullable<NonNullable<paths['/api/admin/events']['get']['parameters']['query']>['status']>;
export type DeliveryStatus = NonNullable<NonNullable<paths['/api/admin/deliveries']['get']['parameters']['query']>['status']>;
export type DailyFigures = Schemas['DayView'];
export type Delivery = Schemas['DeliveryView'];
export type PaymentStatus = NonNullable<NonNullable<paths['/api/orders']['get']['parameters']['query']>['paymentStatus']>;

export type CartItem = { sku: string; quantity: number };
export type Cart = { items: CartItem[]; currency: string | null; source: 'shop' | 'catalog' };
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

/** How a country writes its addresses, as /static/address-forms.json has it. */
export type AddressForm = {
  country: string;
  lines: ('name' | 'street' | 'city' | 'state' | 'postalCode')[][];
  required: string[];
  stateLabel: string;
  cityLabel: string;
  postalCodeLabel: string;
  states: { code: string; name: string }[];
  postalCodePattern: string | null;
  postalCodeExample: string | null;
};

declare global {
  interface Window {
    /** Supplied by a shop that keeps the token itself; asked before every request. */
    till?: { token?: () => string | null | Promise<string | null>; fragmentToken?: boolean };
  }
}
