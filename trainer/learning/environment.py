"""Where a run is made, as far as it bears on the result."""

import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import torch

from lgg_viewer.core.provenance import app_version


@dataclass(frozen=True)
class Environment:
    """Computer, software and source of a run.

    Attributes
    ----------
    device, torch, python, system, app, revision : str
        `revision` is the commit of the source, with a plus where files differ from it; empty outside a repository.
    threads : int
        Of the CPU, in each process.
    workers : int
        Processes that shared each batch: with another number of them chance and, on CPUs, batch statistics differ.
    """

    device: str
    torch: str
    python: str
    system: str
    app: str
    revision: str
    threads: int
    workers: int = 1


def look_around(device: str, workers: int = 1) -> Environment:
    """Describe this computer without naming it."""
    return Environment(
        device=torch.cuda.get_device_name() if device == "cuda" else device,
        torch=str(torch.__version__),
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        app=app_version(),
        revision=_revision(),
        threads=torch.get_num_threads(),
        workers=workers,
    )


def _revision() -> str:
    """Return the commit this file belongs to; empty where it is in no repository or there is no git."""
    git = shutil.which("git")
    if git is None:
        return ""

    def ask(*words: str) -> str:
        command = [git, "-C", str(Path(__file__).parent), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()

    # installed into an environment inside another project's repository, this file is not one of that project's
    tracked = ask("ls-files", Path(__file__).name)
    return ask("describe", "--always", "--abbrev=40", "--dirty=+", "--exclude=*") if tracked else ""
