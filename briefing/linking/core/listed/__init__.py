"""Languages that are read by lists of their names in all forms, and weighed by hand."""
