"""Prepares a clone: Python, packages, front end, translations. Called by `make`; runs on any python3.

Every step is remembered with a hash of what it was made from, so a second run does only what has changed.
Standard library only, and nothing newer than Python 3.6: this runs before there is a better one.
"""
