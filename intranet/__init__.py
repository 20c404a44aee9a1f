"""The intranet of a commune's emulation movement: initiatives, training, council, awards, documents."""
