"""The error that every broken rule of the domain is."""


class RuleBroken(Exception):
    """A rule of the domain forbids what was asked; nothing was changed."""
