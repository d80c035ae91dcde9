"""Has everybody notified of what the benchmark stored: no worker runs beside it that would do so."""

from pymongo import MongoClient

from adapters.mongodb.documents.order import FOR_EVER
from adapters.mongodb.driver.connection import Document
from benchmarks.growth.fill import ENDPOINT
from benchmarks.scene import DATABASE, Scene


def mark_notified(scene: Scene) -> None:
    """Marks all orders as waiting for nobody, so that a queue is as long as its row makes it.

    Those of a database that was filled stay as they are: what waits among them is part of what is measured.
    """
    waiting = {"attention.notify": True, "attention.wakeAt": {"$lt": FOR_EVER}}
    measured = {f"outbox.shop.{ENDPOINT.id}": {"$exists": False}}
    at_rest = {"attention.notify": False, "attention.wakeAt": FOR_EVER}
    with MongoClient[Document](scene.mongodb_uri) as client:
        client[DATABASE]["orders"].update_many({**waiting, **measured}, {"$set": at_rest})
