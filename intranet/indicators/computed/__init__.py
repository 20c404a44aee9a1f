"""One module per computed indicator, named after it; importing the package registers them all."""

from . import i07, i14, i15, i16, x3_x4

__all__ = ["i07", "i14", "i15", "i16", "x3_x4"]
