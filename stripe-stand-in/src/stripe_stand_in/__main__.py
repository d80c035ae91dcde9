"""Runs the command without its console script: `python -m stripe_stand_in serve`."""

import sys

from stripe_stand_in.cli import main

sys.exit(main())
