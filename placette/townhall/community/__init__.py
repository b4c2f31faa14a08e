"""The page of a community of communes: its communes side by side, what they do together, the next one invited."""
