"""After issuing: corrections, amending Decisions, re-issued certificates, revocations, recovery."""
