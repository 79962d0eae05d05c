"""Sets OneTool Desktop up from its locked dependencies and runs it: `demo`, `test`, `run`.

Promises: standard library only, and this file parses under any Python that can print, so that an interpreter that
is too old hears a sentence instead of a syntax error. Everything else is in `devtools/`.
"""

import sys

if sys.version_info < (3, 8):
    sys.stderr.write(
        "This is Python %d.%d, which is too old to set OneTool Desktop up. Nothing was changed. "  # noqa: UP031
        "Install Python 3.11 or newer and start this again with it: python3.11 packaging/dev.py\n"
        % sys.version_info[:2]
    )
    sys.exit(2)

from devtools.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
