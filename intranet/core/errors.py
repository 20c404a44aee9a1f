"""What can go wrong, in words for the user; turned into pages in one place (`core/web.py`)."""


class DomainError(Exception):
    """A refusal with a Vietnamese message; `status` is the HTTP status of its page."""

    status = 422

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotReady(DomainError):
    """Something is missing before the act is possible; `missing` lists it for the page."""

    def __init__(self, message: str, missing: list[str] | None = None) -> None:
        super().__init__(message)
        self.missing = missing or []


class WrongState(DomainError):
    """The act is not possible from the state that the object is in."""

    status = 409


class Stale(DomainError):
    """Somebody else changed the object since this person opened it."""

    status = 409


class Barred(DomainError):
    """This person may not do this act on this object (conflict of interest, own work, not the holder)."""

    status = 403


class NotThere(DomainError):
    """There is no such object, or this person may not know of it: the answer is the same."""

    status = 404

    def __init__(self, message: str = "Không tìm thấy nội dung này.") -> None:
        super().__init__(message)


class TooOften(DomainError):
    """Too many tries in a short time."""

    status = 429


class BadFile(DomainError):
    """An uploaded file is refused; the message names the file and the reason."""
