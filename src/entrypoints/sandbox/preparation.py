"""Migrates the database and imports products in one process: `python -m entrypoints.sandbox.preparation`.

Each process costs seconds of imports, so that both commands of an operator run in this one. Files of products are
arguments.
"""

import sys

from entrypoints.cli import catalog, migrate

if __name__ == "__main__":
    migrate.command.main([], standalone_mode=False)
    for file in sys.argv[1:]:
        catalog.command.main(["import", file], standalone_mode=False)
