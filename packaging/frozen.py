"""Start of the frozen program.

`lgg_viewer/__main__.py` cannot be it: PyInstaller searches the folder of the start script first, and would take the
package's own `io` for Python's.
"""

import sys

from lgg_viewer.cli import main

if __name__ == "__main__":
    sys.exit(main())
