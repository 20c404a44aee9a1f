"""Award rounds and nominations."""
