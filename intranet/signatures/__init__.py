"""Signed files of issued Decisions: matched by their text, digital signatures told as they are."""
