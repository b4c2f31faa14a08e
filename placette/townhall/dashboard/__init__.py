"""The dashboard of a commune: what its town hall sees of it, from the sheets of impact alone."""
