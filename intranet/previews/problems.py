"""What ends a job early."""


class Failed(Exception):
    """The job cannot be done; the message is Vietnamese, for the page."""


class Gone(Exception):
    """The data folder was deleted, or is another worker's now."""


class Cancelled(Exception):
    """Somebody asked to stop."""
