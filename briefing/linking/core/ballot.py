"""Ballots: what the names of a text say for the countries or divisions of their places."""

from __future__ import annotations

import numpy as np

from briefing.linking.core.features import Floats, Ints


class Ballot:
    """Votes of names for codes; no name votes for its own places, in whatever sense.

    Parameters
    ----------
    codes
        The code of each row.
    group, groups
        The number of each row's name, the same for all its senses; and how many there are.
    """

    def __init__(self, codes: Ints, group: Ints, groups: int) -> None:
        self.distinct, self.code = np.unique(codes, return_inverse=True)
        self.valid = codes > 0
        self.size = len(self.distinct)
        self.own = group * self.size + self.code
        self.own_size = groups * self.size

    def count(self, belief: Floats) -> Floats:
        """Return for each row the belief that other names give to its code."""
        total = np.bincount(self.code, belief, self.size)
        own = np.bincount(self.own, belief, self.own_size)
        return np.where(self.valid, total[self.code] - own[self.own], 0.0)

    def cover(self, weight: Floats, group: Ints) -> Floats:
        """Return for each row the weight of the other names that have a place under its code."""
        pairs = np.flatnonzero(np.bincount(self.own, minlength=self.own_size))
        total = np.bincount(pairs % self.size, weight[pairs // self.size], self.size)
        return np.where(self.valid, total[self.code] - weight[group], 0.0)
