"""Adding a layer of the user's own: a file from outside, checked in a process of its own."""
