"""What goes wrong with a backup, told in one plain sentence."""


class BackupError(RuntimeError):
    """The backup cannot be made, read or restored; the message says why and changes nothing."""
