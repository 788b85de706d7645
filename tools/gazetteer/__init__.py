"""The gazetteer: from pinned packages and reviewed files to ``geodata/gazetteer``."""
