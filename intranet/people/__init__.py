"""Organisation, units, people, accounts, roles, sign-in."""
