"""Which awards are danh hiệu thi đua and which hình thức khen thưởng: the forms above the commune ask for two tables."""

from ..core.text import fold

# danh hiệu thi đua of the Luật Thi đua, khen thưởng (06/2022/QH15, Chương II), as old papers name them
_TITLES = (
    "chien si thi dua",
    "cstd",
    "lao dong tien tien",
    "ldtt",
    "chien si tien tien",
    "co thi dua",
    "tap the lao dong",
    "ttld",
    "don vi quyet thang",
    "don vi tien tien",
    "xa tieu bieu",
    "xa, phuong",
    "thon van hoa",
    "to dan pho van hoa",
    "thon, to dan pho van hoa",
    "gia dinh van hoa",
)


def is_title(form: str) -> bool:
    """Return whether an award of this name is a danh hiệu thi đua; anything else is a hình thức khen thưởng."""
    words = fold(form).removeprefix("danh hieu ").strip('“”" ')
    return words.startswith(_TITLES)
