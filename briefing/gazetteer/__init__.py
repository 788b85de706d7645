"""The gazetteer: places, and which names they go by."""
