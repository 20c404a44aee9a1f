"""The blueprint that all `*_routes.py` of this feature put their views on."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
