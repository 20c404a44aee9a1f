"""Pages of this feature: parse, call one function, render."""

from flask import Blueprint

blueprint = Blueprint("initiatives", __name__, url_prefix="/sang-kien")
