"""Entry point for WSGI servers."""

from intranet.app import create_app

app = create_app()
