"""The blueprint of all pages of indicators."""

from flask import Blueprint

blueprint = Blueprint("indicators", __name__, url_prefix="/chi-tieu")
