"""Satisfaction surveys: waves, replies by QR and on paper, results; remarks of citizens."""
