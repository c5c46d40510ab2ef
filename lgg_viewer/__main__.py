"""`python -m lgg_viewer`."""

import sys

from lgg_viewer.cli import main

sys.exit(main())
