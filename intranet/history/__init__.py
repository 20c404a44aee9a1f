"""Past awards: entered by hand, imported from Excel, or written by a Decision issued here; searched and linked."""
