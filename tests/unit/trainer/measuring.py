"""A figure by its key, of slices as they are."""

from trainer.measures.definitions import DEFINITIONS, Slices


def measure(key: str, slices: Slices, threshold: float) -> float:
    return DEFINITIONS[key].function(slices.count(threshold))
