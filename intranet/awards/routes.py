"""Pages of this feature: parse, call one function, render."""

from flask import Blueprint

blueprint = Blueprint("awards", __name__, url_prefix="/khen-thuong")
