"""Readies the database in one process, for each costs seconds of imports: `python -m entrypoints.sandbox.preparation`.

With a file as argument its products are imported as well. Both are the commands that an operator has.
"""

import sys

from entrypoints.cli import catalog, migrate

if __name__ == "__main__":
    migrate.command.main([], standalone_mode=False)
    for file in sys.argv[1:]:
        catalog.command.main(["import", file], standalone_mode=False)
