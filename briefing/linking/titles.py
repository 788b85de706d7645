"""Titles: which places the headline of an article names."""

from __future__ import annotations

from briefing.linking.links import Links


def title_places(links: Links) -> frozenset[str]:
    """Return the ids of places that are named, in whatever way, in the title.

    The title stands in the text of most formats; where it does not, no place is known to be in it.
    """
    title, text = links.article.title, links.article.text
    start = text.find(title) if title else -1
    if start < 0:
        return frozenset()
    end = start + len(title)
    inside = (link for link in links if start <= link.mention.start and link.mention.end <= end)
    return frozenset(link.place.id for link in inside if link.place is not None)
