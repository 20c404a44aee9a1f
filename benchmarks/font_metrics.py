"""Write metrics.json and font_ranges.json of intranet/documents from Liberation Serif 2.

`python benchmarks/font_metrics.py FOLDER_OF_TTF`
"""

import json
import sys
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

STYLES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bolditalic": "BoldItalic"}
TARGET = Path(__file__).parent.parent / "intranet/documents/metrics.json"
RANGES = TARGET.with_name("font_ranges.json")


def letters() -> str:
    """Return ASCII, Latin-1, all Vietnamese letters and the signs of administrative texts."""
    vowels = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    own = {unicodedata.normalize("NFC", v + t) for v in vowels for t in tones} | {"đ"}
    plain = {chr(code) for code in [*range(32, 127), *range(160, 256)]}
    return "".join(sorted(plain | own | {letter.upper() for letter in own} | set("–—‘’“”…•")))


def ranges(codes: set[int]) -> list[list[int]]:
    """Return code points as [first, last] of each run."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def main(folder: Path) -> None:
    """Read the four fonts and write the table."""
    tables, codes = {}, set()
    for style, name in STYLES.items():
        font = TTFont(folder / f"LiberationSerif-{name}.ttf")
        glyphs, advances = font.getBestCmap(), font["hmtx"]
        missing = [letter for letter in letters() if ord(letter) not in glyphs]
        if missing:
            sys.exit(f"{name} lacks {missing}: this is not Liberation 2")
        codes = codes & set(glyphs) if codes else set(glyphs)
        tables[style] = {letter: advances[glyphs[ord(letter)]][0] for letter in letters()}
    RANGES.write_text(json.dumps(ranges(codes)) + "\n", encoding="utf-8")
    TARGET.write_text(json.dumps(tables, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
