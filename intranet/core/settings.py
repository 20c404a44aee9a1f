"""Settings of the running application, for features that may not see the web."""

from typing import Any

from flask import current_app


def setting(name: str) -> Any:
    """Return a setting by its name in `config.Settings.flask()`; KeyError when there is none."""
    return current_app.config[name]
