"""The one message that a sandbox which can't start ends with."""


class SandboxFault(Exception):
    """Something in the way of the sandbox that its user can mend; the message says what and how."""
