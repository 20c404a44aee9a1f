"""The computed indicators, each in a module or function named after it; importing the package registers them all."""

from . import i07, i14, i15, i16, of_community, of_procedures, of_surveys, x3_x4

__all__ = ["i07", "i14", "i15", "i16", "of_community", "of_procedures", "of_surveys", "x3_x4"]
