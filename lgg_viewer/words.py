"""The reader's language: every sentence on the screen goes through here.

It is free of Qt, because messages are made in the innermost rooms too; the window installs Qt's translator at its
start. Sentences are written in English where they are used, with named gaps, and are their own keys. Numbers keep the
decimal point in every language, as in the files that are written.
"""

from collections.abc import Callable

LookUp = Callable[[str, int], str]
"""Gives the words of a sentence in the reader's language; with a count (-1 for none), those of that number."""


def _english(text: str, _count: int) -> str:
    return text


_look_up: LookUp = _english


def install(look_up: LookUp | None) -> None:
    """Take another language, or English for None; sentences that are on the screen already stay as they are."""
    global _look_up
    _look_up = look_up or _english


def tr(text: str, /, **values: object) -> str:
    """Return a sentence in the reader's language.

    Parameters
    ----------
    text : str
        English, with gaps as of `str.format`: `"slice {z} of {count}"`.
    **values : object
        What fills the gaps; without any the text is taken as it is, braces included.
    """
    found = _look_up(text, -1)
    return found.format(**values) if values else found


def tr_n(one: str, many: str, n: int, /, **values: object) -> str:
    """Return a sentence on `n` things in the reader's language; `{n}` in it is the number, with thousands apart.

    Parameters
    ----------
    one, many : str
        English, for one thing and for another number of them.
    n : int
    **values : object
        What fills the other gaps.
    """
    found = _look_up(many, n)
    return (one if found == many and n == 1 else found).format(n=f"{n:,}", **values)


def mark(text: str) -> str:
    """Return the text as it is: the words of a constant, which `tr` translates where they are shown."""
    return text
