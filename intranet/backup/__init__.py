"""Backups: one file with the database, the stored files and what is needed to check both; restored into an empty place."""
