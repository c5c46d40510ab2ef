"""Fields of a model card's JSON, checked one by one; a ValueError tells which is at fault."""

from typing import Any, TypeVar

from lgg_viewer.core.network_shape import LiteShape, NetworkShape, ResidualShape
from lgg_viewer.core.post_processing import MOST_VOXELS, PostProcessing
from lgg_viewer.words import tr

RESIDUAL, LITE = "residual", "lite"

Value = TypeVar("Value")


def take(content: dict[str, Any], key: str, kind: type[Value] | tuple[type[Value], ...]) -> Value:
    """Return a value of the right type.

    Raises
    ------
    ValueError
        It is missing, or of another type.
    """
    if key not in content:
        raise ValueError(tr("the key {key} is missing", key=key))
    value = content[key]
    # bool is an int to Python, not to the reader of a card
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(tr("{key} is of the wrong type ({kind})", key=key, kind=type(value).__name__))
    return value


def take_shape(network: dict[str, Any]) -> NetworkShape:
    """Return the shape of the network; a card that names no kind is from before there was another.

    Raises
    ------
    ValueError
    """
    in_channels = take(network, "in_channels", int)
    if in_channels not in (3, 9, 15):
        raise ValueError(tr("in_channels is {found}, expected 3, 9 or 15", found=in_channels))
    kind = network.get("kind", RESIDUAL)
    widths = _counts(network, "widths", 2048)
    if kind == LITE:
        if len(widths) != len(LiteShape.widths):
            raise ValueError(tr("widths is not a list of {count} whole numbers", count=len(LiteShape.widths)))
        members = take(network, "members", int) if "members" in network else 1
        if members not in (1, 2):
            raise ValueError(tr("members is {found}, expected 1 or 2", found=members))
        return LiteShape(in_channels, widths, members)
    if kind != RESIDUAL:
        raise ValueError(tr("kind is {found!r}, which this version does not know", found=kind))
    blocks = _counts(network, "blocks", 32)
    if len(widths) != len(blocks):
        raise ValueError(tr("widths and blocks are of different length"))
    return ResidualShape(in_channels, widths, blocks)


def give_shape(shape: NetworkShape) -> dict[str, Any]:
    """Return a shape as JSON values."""
    if isinstance(shape, LiteShape):
        given = {"kind": LITE, "in_channels": shape.in_channels, "widths": shape.widths}
        return given | ({"members": shape.members} if shape.members > 1 else {})
    return {"kind": RESIDUAL, "in_channels": shape.in_channels, "widths": shape.widths, "blocks": shape.blocks}


def take_post_processing(content: dict[str, Any]) -> PostProcessing:
    """Return what follows the threshold; nothing where a card does not speak of it.

    Raises
    ------
    ValueError
    """
    if "post_processing" not in content:
        return PostProcessing()
    steps = take(content, "post_processing", dict)
    smallest = take(steps, "smallest", int)
    if not 0 <= smallest <= MOST_VOXELS:
        raise ValueError(tr("smallest is {found}, expected 0 to {most} voxels", found=smallest, most=MOST_VOXELS))
    share = float(take(steps, "share", (int, float)))
    if not 0 <= share <= 1:
        raise ValueError(tr("share is {found}, expected a number from 0 to 1", found=share))
    return PostProcessing(take(steps, "largest", bool), smallest, take(steps, "fill_holes", bool), share)


def _counts(content: dict[str, Any], key: str, most: int) -> tuple[int, ...]:
    values = take(content, key, list)
    if not 3 <= len(values) <= 8 or not all(type(v) is int and 1 <= v <= most for v in values):
        raise ValueError(tr("{key} is not a list of 3 to 8 whole numbers from 1 to {most}", key=key, most=most))
    return tuple(values)
