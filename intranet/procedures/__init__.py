"""Administrative procedures, their review twice a year, proposals, publicity."""
