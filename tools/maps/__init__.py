"""The linker: its weights are fitted here, and its figures are measured."""
