"""The core of the linker: spotting names, weighing evidence, ranking candidates."""
