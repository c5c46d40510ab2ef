"""Values of the command line; what is no such value is refused with a sentence."""

import argparse
import math


def positive(text: str) -> int:
    """Read a whole number above zero."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is not above zero")
    return value


def minutes(text: str) -> float:
    """Read a time above zero."""
    value = float(text)
    if not (0 < value < math.inf):
        raise argparse.ArgumentTypeError(f"{text} is no number of minutes")
    return value


def seed(text: str) -> int:
    """Read a seed."""
    value = int(text)
    if not 0 <= value < 2**31:
        raise argparse.ArgumentTypeError(f"{value} is not from 0 to {2**31 - 1}")
    return value
