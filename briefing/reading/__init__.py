"""Reading: files and bytes of any kind become articles."""
