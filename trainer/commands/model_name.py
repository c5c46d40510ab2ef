"""Names of models, which are names of files too."""

import re

from lgg_viewer.errors import LggError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def check_name(name: str) -> None:
    """Refuse a name that is none for a file.

    Raises
    ------
    LggError
    """
    if not _NAME.fullmatch(name):
        raise LggError(f"{name!r} is not a name for a model.", "Use letters, digits, hyphens, at most 64.")
