"""Names of places in other languages, for the table of names."""
