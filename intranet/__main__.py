"""`python -m intranet <command>`."""

from .commands import main

main()
