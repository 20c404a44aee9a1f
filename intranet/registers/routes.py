"""Pages of this feature: parse, call one function, render."""

from flask import Blueprint

blueprint = Blueprint("registers", __name__, url_prefix="/so")
