"""The blueprint that all views of this feature are put on."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__, url_prefix="/bao-cao")
