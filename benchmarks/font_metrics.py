"""Write intranet/documents/metrics.json from Liberation Serif 2: `python benchmarks/font_metrics.py FOLDER_OF_TTF`."""

import json
import sys
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

STYLES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bolditalic": "BoldItalic"}
TARGET = Path(__file__).parent.parent / "intranet/documents/metrics.json"


def letters() -> str:
    """Return ASCII, Latin-1, all Vietnamese letters and the signs of administrative texts."""
    vowels = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    own = {unicodedata.normalize("NFC", v + t) for v in vowels for t in tones} | {"đ"}
    plain = {chr(code) for code in [*range(32, 127), *range(160, 256)]}
    return "".join(sorted(plain | own | {letter.upper() for letter in own} | set("–—‘’“”…•")))


def main(folder: Path) -> None:
    """Read the four fonts and write the table."""
    tables = {}
    for style, name in STYLES.items():
        font = TTFont(folder / f"LiberationSerif-{name}.ttf")
        glyphs, advances = font.getBestCmap(), font["hmtx"]
        missing = [letter for letter in letters() if ord(letter) not in glyphs]
        if missing:
            sys.exit(f"{name} lacks {missing}: this is not Liberation 2")
        tables[style] = {letter: advances[glyphs[ord(letter)]][0] for letter in letters()}
    TARGET.write_text(json.dumps(tables, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
