"""A job that takes as long as a test wants: the app that tests/test_processes.py adds to the site it starts."""
