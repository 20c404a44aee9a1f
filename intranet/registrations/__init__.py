"""What units register at the start of a year: their targets, and the titles and forms that they aim at."""
