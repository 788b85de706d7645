"""Running: notebook and parameters in, finished folders out."""
