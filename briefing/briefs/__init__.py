"""Briefs: all that is known of an article, part by part."""
