"""Scores of initiatives: markers score apart from each other by a dated rubric, results sealed until all are in."""
