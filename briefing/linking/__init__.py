"""Linking: the places that an article names, found and resolved."""
