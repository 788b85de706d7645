"""The parts of a brief, one module each: what a part says, and how it is made."""
