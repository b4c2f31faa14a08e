"""The monthly report for the council, made once, and the same figures as open data."""
