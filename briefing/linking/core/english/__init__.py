"""English, the language that the weights of the evidence are fitted to."""
