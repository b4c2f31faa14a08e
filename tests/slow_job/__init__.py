"""A job that takes as long as a test wants: an app that test_processes.py adds to the site it starts."""
