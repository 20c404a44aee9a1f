"""The plan, measured: its 25 indicators, the figures of units by quarter, locks, the board."""
