"""Where the files that come with the program lie: weights, icons, the user guide."""

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
        Inside the package where it was installed from a wheel, else in the repository beside the package. The file
        itself may be absent: not every build carries weights.
    """
    installed = _PACKAGE / "resources"
    folder = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return folder.joinpath(*parts)


def shipped_model() -> Path | None:
    """Return the card of the weights that come with the program, or None where there are none."""
    card = resource_path(*_MODEL)
    return card if card.is_file() else None
