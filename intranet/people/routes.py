"""Sign-in, own profile, and the administrator's screens: the views are in the `*_routes.py`."""

from . import (
    account_routes,
    change_routes,
    deputy_routes,
    organisation_routes,
    person_routes,
    profile_routes,
    role_routes,
    sign_in_routes,
    unit_routes,
)
from .blueprint import blueprint

__all__ = ["VIEWS", "blueprint"]

VIEWS = (  # imported for the views that they declare
    account_routes,
    change_routes,
    deputy_routes,
    organisation_routes,
    person_routes,
    profile_routes,
    role_routes,
    sign_in_routes,
    unit_routes,
)
