"""The bell: what a person should know, with a link."""
