"""One file per kind of document: a frozen dataclass and `render(data) -> bytes`."""
