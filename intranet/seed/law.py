"""Dated legal parameters and holidays, each with its source and how sure we are (docs/law.md)."""


def load_law() -> None:
    """Add the parameters and holidays to the running transaction."""
