"""Pages of this feature: parse, call one function, render."""

from flask import Blueprint

blueprint = Blueprint("training", __name__, url_prefix="/dao-tao")
