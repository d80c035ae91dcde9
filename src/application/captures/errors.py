"""Why a capture is refused."""


class CaptureRefused(Exception):
    """Stripe refused the capture for good; nothing was taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
