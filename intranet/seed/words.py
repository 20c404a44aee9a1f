"""First wording of all document kinds: legal bases, articles, recipients; the office edits it on a screen."""


def load_wording() -> None:
    """Add the first versions to the running transaction."""
