"""Councils, meetings, attendance, ballots, minutes."""
