"""Events as the reader of one account in test mode reads them."""

from __future__ import annotations

from typing import Any

from adapters.stripe.event_reader import StripeEventReader
from application.ports.stripe.events import Irrelevant
from domain.facts.fact import Fact
from tests.unit.adapters.stripe.samples import event

READER = StripeEventReader(secrets=("whsec_x",), live=False)


def read(kind: str, stripe_object: Any, **given: Any) -> Fact | Irrelevant:
    return READER.read(event(kind, stripe_object, **given))
