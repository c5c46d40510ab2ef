"""Colours of the plots, and how a plot becomes a part of the page that follows its light and its dark theme."""

import io
import re

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.figure import Figure

# Stand-ins that are found again in the drawing and replaced by the page's own colours.
INK = "#010101"
FAINT = "#020202"
LINE = "#030303"
ACCENT = "#040404"
PAPER = "#050505"
_VARIABLES = {INK: "--ink", FAINT: "--faint", LINE: "--line", ACCENT: "--accent", PAPER: "--paper"}


def to_svg(figure: Figure, name: str, told: str) -> Markup:
    """Return a figure as SVG to be put into a page.

    Parameters
    ----------
    figure : Figure
        In the colours of this module.
    name : str
        Unique in the page: the drawing's identifiers begin with it.
    told : str
        What is seen, for those who do not see it.
    """
    file = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    text = file.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", text)
    # as wide as its place in the page
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    text = re.sub(r"font: ([0-9.]+)px [^;\"]*", r"font-size: \1px", text)
    for stand_in, variable in _VARIABLES.items():
        text = text.replace(stand_in, f"var({variable})")
    return Markup(text.replace("<svg", Markup('<svg role="img" aria-label="{}"').format(told), 1))
