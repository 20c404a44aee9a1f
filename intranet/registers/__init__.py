"""Numbers without gaps, and the frozen copies of what was issued."""
