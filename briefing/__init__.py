"""Map-annotated geopolitical briefings from news articles, offline."""
