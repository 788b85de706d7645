"""Pages: an executed notebook as one file that a reader opens anywhere, offline."""
