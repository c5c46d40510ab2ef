"""Whether the network's answer to a slice is averaged with its answer to the mirror image: the reader's choice."""

from enum import Enum

from lgg_viewer.words import tr


class Averaging(Enum):
    """The reader's choice; the figures of a model card hold only for the card's own setting."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"

    @classmethod
    def named(cls, name: str) -> "Averaging":
        """Return the choice of this name; the card's own setting if the name is unknown."""
        return next((averaging for averaging in cls if averaging.value == name), cls.AUTO)

    def applied_to(self, own: bool) -> bool:
        """Return whether to average, if the model card's own setting is `own`."""
        return own if self is Averaging.AUTO else self is Averaging.ON


def describe_departure(*, averaged: bool, own: bool) -> str:
    """Say that averaging is not as the model card has it; empty if it is."""
    if averaged == own:
        return ""
    if averaged:
        return tr("mirror averaging on; model card scores are without it")
    return tr("mirror averaging off; model card scores are with it")
