"""Map layers: from pinned packages and reviewed files to ``geodata/layers``."""
