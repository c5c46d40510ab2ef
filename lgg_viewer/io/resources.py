"""Where the files that come with the program lie: weights, icons, the user guide."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_MODEL = ("model", "lgg-unet.json")


def resource_path(*parts: str) -> Path:
    """Return the path of a file that comes with the program.

    Parameters
    ----------
    *parts : str
        Names below the resources folder: `resource_path("icons", "app.svg")`.

    Returns
    -------
    Path
        Inside the package where it was installed from a wheel or frozen, else in the repository beside the package.
        The file itself may be absent: not every build carries weights.
    """
    package = _package()
    installed = package / "resources"
    folder = installed if installed.is_dir() else package.parent / "resources"
    return folder.joinpath(*parts)


def shipped_model() -> Path | None:
    """Return the card of the weights that come with the program, or None where there are none."""
    card = resource_path(*_MODEL)
    return card if card.is_file() else None


def _package() -> Path:
    """Return the folder of the package; a frozen program keeps its code in an archive and its data beside that."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "lgg_viewer" if frozen else _PACKAGE
