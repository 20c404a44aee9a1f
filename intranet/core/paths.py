"""Addresses that came from outside."""

from urllib.parse import urlsplit


def own_path(raw: str | None) -> str | None:
    """Return a path on this site from a `next` value, or None: never another site, never a script."""
    if not raw or len(raw) > 500 or not raw.startswith("/") or raw.startswith("//"):
        return None
    if any(ord(c) < 33 or ord(c) == 127 or c == "\\" for c in raw):
        return None  # browsers drop tabs and new lines, and read a backslash as a slash
    parts = urlsplit(raw)
    return None if parts.scheme or parts.netloc else raw
