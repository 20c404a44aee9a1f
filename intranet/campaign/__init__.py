"""The movement: its period and its five contents (indicators come with a later issue)."""
