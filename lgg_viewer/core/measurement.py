"""A measurement: a shape with a name, and what it says in words."""

from collections.abc import Collection
from dataclasses import dataclass

from lgg_viewer.core.regions import Ellipse, FreeHand, RegionFigures, Ruler, Shape
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Channel
from lgg_viewer.words import mark, tr

KIND_NAMES = {Ruler: mark("Ruler"), Ellipse: mark("Ellipse"), FreeHand: mark("Free-hand")}
"""In English; whoever shows them passes them through `tr`."""


@dataclass(frozen=True)
class Measurement:
    """What the reader drew on a slice.

    Attributes
    ----------
    name : str
        As on screen, such as `Ellipse 2`; no other of the study has it.
    shape : Ruler, Ellipse or FreeHand
    """

    name: str
    shape: Shape


@dataclass(frozen=True)
class Wording:
    """What is needed to put figures into words.

    Attributes
    ----------
    spacing : Spacing or None
        Millimetres, where they were given.
    missing : collection of Channel
        Sequences that are a copy of FLAIR: they are said to be, instead of being measured twice.
    """

    spacing: Spacing | None
    missing: Collection[Channel]

    def length(self, ruler: Ruler) -> str:
        """Say how long a ruler is."""
        return f"{ruler.length(self.spacing):.1f} {'px' if self.spacing is None else 'mm'}"

    def area(self, figures: RegionFigures) -> str:
        """Say how large a region is."""
        if self.spacing is None:
            return f"{figures.area:,} px"
        return f"{figures.area * self.spacing.pixel_mm2:,.1f} mm²"

    def signal(self, figures: RegionFigures, channel: Channel) -> str:
        """Say what one sequence has inside a region: mean ± SD, least to largest."""
        if channel in self.missing:
            return tr("{sequence} = FLAIR copy", sequence=channel.name)
        s = figures.signals[channel]
        return f"{channel.name}  {s.mean:.1f} ± {s.sd:.1f}   {s.low}–{s.high}"

    def region(self, figures: RegionFigures, channels: Collection[Channel]) -> tuple[str, ...]:
        """Say the area of a region and what these sequences have inside."""
        if not figures.area:
            return (tr("no voxel's centre inside"),)
        return (self.area(figures), *(self.signal(figures, c) for c in channels))

    def spelt_out(self, measurement: Measurement, figures: RegionFigures | None) -> str:
        """Say all of a measurement as lines of text to be pasted elsewhere.

        Parameters
        ----------
        measurement : Measurement
        figures : RegionFigures or None
            None for a ruler.
        """
        known = self.spacing
        scale = tr("no spacing") if known is None else tr("spacing {spacing}", spacing=known.describe())
        if isinstance(measurement.shape, Ruler):
            length = self.length(measurement.shape)
            return tr("{name}: length {length} ({scale})", name=measurement.name, length=length, scale=scale)
        assert figures is not None
        lines = [tr("{name}: area {area} ({scale})", name=measurement.name, area=self.area(figures), scale=scale)]
        for channel, s in figures.signals.items():
            copied = channel in self.missing
            lines.append(
                tr(
                    "{sequence}: mean {mean:.2f}, SD {sd:.2f}, min {low}, max {high}, n {count}",
                    sequence=tr("{sequence} (copy of FLAIR)", sequence=channel.name) if copied else channel.name,
                    mean=s.mean,
                    sd=s.sd,
                    low=s.low,
                    high=s.high,
                    count=figures.area,
                )
            )
        return "\n".join(lines)
