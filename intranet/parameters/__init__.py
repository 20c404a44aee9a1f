"""Law and wording as dated data: every number, threshold, deadline and text with its source."""
