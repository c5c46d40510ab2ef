"""Freeze the program: a clean environment from the constraints, PyInstaller, and a start of what came out.

usage: build.py [FOLDER]

FOLDER (build/freeze unless given) takes the environment and the result, FOLDER/dist/lgg-viewer. Some 2 GB are needed.
Weights in resources/model come along. The frozen program is for the kind of system that it was made on.

torch must be a build for the CPU: the one with CUDA makes a program of many gigabytes. Where the package index serves
that one by default, name another: PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

PACKAGING = Path(__file__).resolve().parent
ROOT = PACKAGING.parent


def main(folder: Path) -> int:
    """Freeze, and try the result.

    Parameters
    ----------
    folder : Path
        What lies there of an earlier freeze is replaced.

    Returns
    -------
    int
        0: there is a frozen program, and it works.
    """
    folder.mkdir(parents=True, exist_ok=True)
    environment = folder / "environment"
    venv.create(environment, clear=True, with_pip=True)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    constraints = PACKAGING / "constraints.txt"
    _run(python, "-m", "pip", "install", "--quiet", "-c", str(constraints), f"{ROOT}[freeze]", folder=folder)
    cuda = subprocess.run(
        [str(python), "-c", "import torch; print(torch.version.cuda or '')"], capture_output=True, text=True, check=True
    ).stdout.strip()
    if cuda:
        sys.stderr.write(f"This torch is built for CUDA {cuda}. A freeze wants the one for the CPU: see --help.\n")
        return 1
    shutil.rmtree(folder / "dist", ignore_errors=True)
    # from another folder than the repository: the package is to be the installed one
    spec = str(PACKAGING / "lgg_viewer.spec")
    _run(python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", spec, folder=folder)
    program = folder / "dist" / "lgg-viewer" / ("lgg-viewer.exe" if os.name == "nt" else "lgg-viewer")
    files = [p for p in program.parent.rglob("*") if p.is_file() and not p.is_symlink()]
    size = sum(p.stat().st_size for p in files) / 1e6
    sys.stdout.write(f"{program.parent}: {len(files):,} files, {size:,.0f} MB\n")
    _run(python, str(PACKAGING / "smoke_test.py"), str(program), folder=folder)
    return 0


def _run(*words: str | Path, folder: Path) -> None:
    subprocess.run([str(word) for word in words], cwd=folder, check=True)


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:2] in (["-h"], ["--help"]):
        sys.exit(__doc__)
    try:
        sys.exit(main(Path(sys.argv[1] if len(sys.argv) == 2 else ROOT / "build" / "freeze").absolute()))
    except subprocess.CalledProcessError as failure:
        sys.exit(f"{' '.join(failure.cmd)}\nended with {failure.returncode}.")
