"""The command line without its console script: `python -m entrypoints.cli`."""

from entrypoints.cli import main

main()
