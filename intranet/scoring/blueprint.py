"""The blueprint of this feature; the modules `*routes.py` put their views on it."""

from flask import Blueprint

from .results import show

blueprint = Blueprint("scoring", __name__, url_prefix="/cham-diem")
blueprint.add_app_template_filter(show, "points")
