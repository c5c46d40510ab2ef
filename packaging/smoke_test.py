"""Start a frozen program as a stranger would: an empty home, no display, the demo cohort.

usage: smoke_test.py PROGRAM
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n"
SECONDS = 300
# of an environment with Python in it: a frozen program must do without
_LEFT_OUT = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "QT_PLUGIN_PATH", "LD_LIBRARY_PATH")


def main(program: Path) -> int:
    """Ask for its version, for a picture of its window, and for masks where it has weights.

    Parameters
    ----------
    program : Path
        The executable.

    Returns
    -------
    int
        0: it works. 1: it does not, and stderr says why.
    """
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary) / "home"
        home.mkdir()
        environment = {k: v for k, v in os.environ.items() if k not in _LEFT_OUT and not k.startswith("XDG_")}
        environment["HOME"] = str(home)
        picture = Path(temporary) / "window.png"
        works = _start(program, environment, "--version") and _start(
            program, environment, "--demo", "--screenshot", str(picture)
        )
        if not works:
            return 1
        if not picture.is_file() or not picture.read_bytes().startswith(PNG):
            sys.stderr.write(f"{program.name} ended with 0, but there is no picture of the window.\n")
            return 1
        if any(program.parent.rglob("resources/model/*.safetensors")):
            # the picture succeeds without torch too: only this tells whether the network came along whole
            demo = next(home.rglob("demo-cohort*"))
            if not _start(program, environment, "segment", str(demo), "--output", str(home / "masks")):
                return 1
        sys.stdout.write(f"The frozen program works; its window is a PNG of {picture.stat().st_size:,} bytes.\n")
    return 0


def _start(program: Path, environment: dict[str, str], *words: str) -> bool:
    """Run it to its end; tell on stderr where that is a bad one."""
    run = subprocess.run(
        [str(program), *words],
        env=environment,
        cwd=environment["HOME"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if run.returncode != 0:
        sys.stderr.write(f"{program.name} {words[0]} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return run.returncode == 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]).absolute()))
