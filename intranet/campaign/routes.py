"""Pages of this feature: parse, call one function, render."""

from flask import Blueprint

blueprint = Blueprint("campaign", __name__, url_prefix="/phong-trao")
