"""The error of a sandbox that can't start."""


class SandboxFault(Exception):
    """The sandbox can't start for a reason that its user can remove; the message says what and how."""
