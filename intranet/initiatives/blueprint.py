"""The blueprint of this feature; the modules `*_routes.py` put their views on it."""

from flask import Blueprint

blueprint = Blueprint("initiatives", __name__, url_prefix="/sang-kien")
