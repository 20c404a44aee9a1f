"""Vietnamese administrative documents: frozen dataclasses in, .docx bytes out (Nghị định 30/2020/NĐ-CP).

Knows no feature, no database, no web framework; usable as a library alone. Start at `parts.py` and `kinds/`.
"""
