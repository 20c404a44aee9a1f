"""Pages of this feature: parse, call one function, render."""

from flask import Blueprint

blueprint = Blueprint("decisions", __name__, url_prefix="/quyet-dinh")
