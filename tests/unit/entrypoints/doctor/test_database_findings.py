"""The doctor names what differs in the database, and which command fixes it."""

from adapters.mongodb.schema.collections import COLLECTIONS
from adapters.mongodb.schema.differences import Difference, Kind
from entrypoints.doctor.database import schema_findings

ORDERS = COLLECTIONS[0]


def test_a_database_that_is_up_to_date_has_no_finding() -> None:
    assert schema_findings("till", []) == []


def test_an_index_with_other_options_and_a_looser_validator_are_two_findings() -> None:
    index = ORDERS.indexes[0]
    (changed, looser) = schema_findings(
        "till",
        [
            Difference(kind=Kind.VALIDATOR_LOOSER, plan=ORDERS),
            Difference(kind=Kind.INDEX_CHANGED, plan=ORDERS, index=index),
        ],
    )
    assert changed.what == "In the database till: orders.payment.paymentIntentId_1 has other options"
    assert looser.what == "In the database till: orders has the validator of an older version too"
