"""Awards above the commune's power: proposed to the city, followed until the answer, written into the history."""
