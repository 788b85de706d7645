"""Events: what a text says that happened, when, how much of it, and who did what to whom."""
