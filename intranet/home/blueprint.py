"""The blueprint that all views of this feature are put on."""

from flask import Blueprint

blueprint = Blueprint("home", __name__)
