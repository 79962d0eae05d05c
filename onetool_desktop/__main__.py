"""Starts the program with `python -m onetool_desktop`; everything else is in `cli`."""

import sys

from onetool_desktop.cli import main

sys.exit(main())
