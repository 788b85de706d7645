"""Reviewed facts that hold as of a date: blocs, leaders, names, and whose borders."""
