"""Initiatives (sáng kiến): from draft to recognition and application."""
