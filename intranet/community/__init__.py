"""Outreach events, community digital teams, digital signatures, difficulties, obligations of the plan."""
