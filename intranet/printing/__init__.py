"""Printing: stock and printer profiles, calibration, print runs, the stock ledger, the ceremony."""
