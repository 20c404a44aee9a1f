"""Pages of this feature: parse, call one function, render."""

from flask import Blueprint

blueprint = Blueprint("parameters", __name__, url_prefix="/tham-so")
