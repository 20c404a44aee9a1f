"""The address under which people outside open this site: what is printed as QR code must not depend on who prints it.

A feature above that keeps the office's choice registers it; without a choice the address of the page that is open is used,
and the page says so.
"""

from collections.abc import Callable
from typing import Any

from flask import request, url_for

SOURCES: list[Callable[[], str]] = []  # each returns "https://host/..." without a slash at the end, or ""


def base() -> str:
    """Return the configured address of the site without a slash at the end; "" when nobody configured one."""
    return next((found for source in SOURCES if (found := source())), "")


def external(endpoint: str, **values: Any) -> str:
    """Return the whole address of a public page, as it is printed."""
    if not (chosen := base()):
        return url_for(endpoint, _external=True, **values)
    return chosen + url_for(endpoint, **values).removeprefix(request.script_root)
