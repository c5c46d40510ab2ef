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

    @property
    def pixel_mm2(self) -> float:
        """Area of a pixel of a slice, in mm²."""
        return self.row * self.column

    @property
    def voxel_ml(self) -> float:
        """Volume of a voxel, in ml."""
        return self.row * self.column * self.slice / 1000

    def describe(self) -> str:
        """Say the spacing and where it comes from."""
        size = f"{self.column:g} × {self.row:g} × {self.slice:g} mm"
        return tr("{size}, entered by hand", size=size)


def write_area(pixels: int, spacing: Spacing | None) -> tuple[str, str]:
    """Return the number and the unit of an area: mm² where the spacing is known, pixels elsewhere."""
    return (f"{pixels:,}", "px") if spacing is None else (f"{pixels * spacing.pixel_mm2:,.0f}", "mm²")


def write_volume(voxels: int, spacing: Spacing | None) -> tuple[str, str]:
    """Return the number and the unit of a volume: ml where the spacing is known, voxels elsewhere."""
    return (f"{voxels:,}", "vox") if spacing is None else (f"{voxels * spacing.voxel_ml:,.1f}", "ml")


def describe_area(pixels: int, spacing: Spacing | None) -> str:
    """Say an area with its unit."""
    return " ".join(write_area(pixels, spacing))


def describe_volume(voxels: int, spacing: Spacing | None) -> str:
    """Say a volume with its unit."""
    return " ".join(write_volume(voxels, spacing))
