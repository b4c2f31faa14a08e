"""What there is in the commune: its associations and facilities, from the files that the town hall has."""
