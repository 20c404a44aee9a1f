"""Pages of this feature: parse, call one function, render."""

from flask import Blueprint

blueprint = Blueprint("notices", __name__, url_prefix="/thong-bao")
