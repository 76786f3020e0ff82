"""``python -m decidedly`` is the same command as ``adr``."""

import sys

from decidedly.cli import main

if __name__ == "__main__":
    sys.exit(main())
