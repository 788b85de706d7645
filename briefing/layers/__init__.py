"""Map layers: the stored ones, and those that a user adds."""
