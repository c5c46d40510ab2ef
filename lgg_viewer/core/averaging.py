"""Whether the network's answer to a slice is averaged with its answer to the mirror image: the reader's choice."""

from enum import Enum

from lgg_viewer.words import tr


class Averaging(Enum):
    """What the reader wants; all figures of a model card hold for the card's own way alone."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"

    @classmethod
    def named(cls, name: str) -> "Averaging":
        """Return the choice that was kept under a name; the card's own way for a name that is none."""
        return next((averaging for averaging in cls if averaging.value == name), cls.AUTO)

    def applied_to(self, own: bool) -> bool:
        """Return whether to average, where the model card's own way is `own`."""
        return own if self is Averaging.AUTO else self is Averaging.ON


def describe_departure(*, averaged: bool, own: bool) -> str:
    """Say that averaging is not as the model card has it; empty where it is."""
    if averaged == own:
        return ""
    if averaged:
        return tr("mirror averaging on; model card scores are without it")
    return tr("mirror averaging off; model card scores are with it")
