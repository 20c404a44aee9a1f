"""Pages of this feature: parse, call one function, render."""

from flask import Blueprint

blueprint = Blueprint("council", __name__, url_prefix="/hoi-dong")
