"""Private to mentions, resolution and linking: the evidence, and how it is weighed."""
