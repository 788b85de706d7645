"""What maintainers run: programs that build what is shipped, measure it and draw it."""
