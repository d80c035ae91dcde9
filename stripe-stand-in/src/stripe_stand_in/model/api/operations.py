"""Every operation the model serves."""

from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.resources import (
    accounts,
    disputes,
    events,
    payment_method_domains,
    reviews,
    webhook_endpoints,
)
from stripe_stand_in.model.resources import early_fraud_warnings as warnings
from stripe_stand_in.model.resources.charges import balance, charges, direct_charges
from stripe_stand_in.model.resources.customers import customer_sessions, customers
from stripe_stand_in.model.resources.payment_intents import capture, payment_intents, search
from stripe_stand_in.model.resources.payment_methods import mandates, payment_methods, tokens
from stripe_stand_in.model.resources.refunds import refunds
from stripe_stand_in.model.resources.setup_intents import setup_intents

OPERATIONS: tuple[Operation, ...] = (
    *accounts.OPERATIONS,
    *balance.OPERATIONS,
    *capture.OPERATIONS,
    *charges.OPERATIONS,
    *customer_sessions.OPERATIONS,
    *customers.OPERATIONS,
    *direct_charges.OPERATIONS,
    *disputes.OPERATIONS,
    *events.OPERATIONS,
    *mandates.OPERATIONS,
    *payment_intents.OPERATIONS,
    *payment_method_domains.OPERATIONS,
    *payment_methods.OPERATIONS,
    *refunds.OPERATIONS,
    *reviews.OPERATIONS,
    *search.OPERATIONS,
    *setup_intents.OPERATIONS,
    *tokens.OPERATIONS,
    *warnings.OPERATIONS,
    *webhook_endpoints.OPERATIONS,
)
