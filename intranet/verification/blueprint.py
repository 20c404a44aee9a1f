"""The blueprint that both route modules add to."""

from flask import Blueprint

blueprint = Blueprint("verification", __name__)
