"""What ends a job early."""


class Failed(Exception):
    """The job cannot be done; the message is Vietnamese, for the page."""


class Cancelled(Exception):
    """Somebody asked to stop."""
