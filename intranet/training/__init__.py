"""Training records, courses of the standing body, digital skill levels."""
