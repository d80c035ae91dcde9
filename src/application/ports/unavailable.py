"""The failure that every outside party has in common."""


class Unavailable(Exception):
    """The outside can't be used right now; the same request may be repeated after `retry_after` seconds."""

    def __init__(self, why: str, retry_after: int = 5) -> None:
        super().__init__(why)
        self.retry_after = retry_after
