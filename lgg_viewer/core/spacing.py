"""Millimetres, where the user gives them: the files of the published layout carry none."""

from dataclasses import dataclass

from lgg_viewer.words import tr


@dataclass(frozen=True)
class Spacing:
    """Size of a voxel.

    Attributes
    ----------
    row, column : float
        Distance of neighbouring pixel centres down and across a slice, in mm.
    slice : float
        Distance of neighbouring slice centres, in mm.
    """

    row: float
    column: float
    slice: float

    def __post_init__(self) -> None:
        if not all(0 < side < 100 for side in (self.row, self.column, self.slice)):
            raise ValueError(f"a spacing lies between 0 and 100 mm, not {self}")

    def describe(self) -> str:
        """Say the spacing and where it comes from."""
        size = f"{self.column:g} × {self.row:g} × {self.slice:g} mm"
        return tr("{size}, entered by hand", size=size)


def describe_area(pixels: int, spacing: Spacing | None) -> str:
    """Say an area, in mm² where the spacing is known and in pixels elsewhere."""
    if spacing is None:
        return f"{pixels:,} px"
    return f"{pixels * spacing.row * spacing.column:,.0f} mm²"


def describe_volume(voxels: int, spacing: Spacing | None) -> str:
    """Say a volume, in ml where the spacing is known and in voxels elsewhere."""
    if spacing is None:
        return f"{voxels:,} vox"
    return f"{voxels * spacing.row * spacing.column * spacing.slice / 1000:,.1f} ml"
