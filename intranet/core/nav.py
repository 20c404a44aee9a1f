"""The main menu: features declare their entries, the page shows those that the person may open."""

from dataclasses import dataclass

from .permissions import Permission


@dataclass(frozen=True)
class Entry:
    """One entry: under which group, its words, its endpoint, and who sees it ("signed-in" or permissions)."""

    group: str
    label: str
    endpoint: str
    needs: tuple[Permission | str, ...]
    order: int


ENTRIES: list[Entry] = []
GROUPS = ("Của tôi", "Thi đua", "Hội đồng", "Văn bản", "Quản trị")


def entry(group: str, label: str, endpoint: str, *needs: Permission | str, order: int = 50) -> None:
    """Declare a menu entry of a feature."""
    if group not in GROUPS:
        raise ValueError(group)
    ENTRIES.append(Entry(group, label, endpoint, needs, order))
