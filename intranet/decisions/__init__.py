"""Submissions, Decisions, certificates: drafted, approved, numbered, frozen, printed."""
