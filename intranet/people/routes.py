"""Sign-in, own profile, and the administrator's screens: the views are in the `*_routes.py`."""

from . import sign_in_routes
from .blueprint import blueprint

__all__ = ["VIEWS", "blueprint"]

VIEWS = (sign_in_routes,)  # imported for the views that they declare
