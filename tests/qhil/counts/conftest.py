"""Pairs from arrays: outcome number i is the bit string of i."""

import pytest

from qhil.counts.outcomes import read_expected, read_sample
from qhil.counts.pair import paired


def by_outcome(numbers):
    width = max(1, (len(numbers) - 1).bit_length())
    return {f"{index:0{width}b}": number for index, number in enumerate(list(numbers))}


@pytest.fixture
def counted():
    """Shots or probabilities as a dictionary by bit string."""
    return by_outcome


@pytest.fixture
def pair_of():
    """The pair of two arrays, of shots and of shots or probabilities."""

    def made(counts, expected):
        read = read_sample(by_outcome(counts), "counts"), read_expected(by_outcome(expected))
        return paired(*read)

    return made
