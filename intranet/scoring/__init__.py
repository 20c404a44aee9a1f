"""Marks of initiatives: a rubric, two or more markers, rounds, the result."""
