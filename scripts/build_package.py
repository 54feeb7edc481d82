"""Build the data package from a checkout, without installing claimpack."""

import sys

from claimpack.__main__ import main

sys.argv[:1] = ["claimpack", "build"]
main()
