"""The reviewed facts: compared with other sources, and written into the docs."""
