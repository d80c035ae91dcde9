#!/bin/sh
# Finds a Python that Till runs on and hands over to bootstrap.py; what is missing is said in one line.
set -eu
cd "$(dirname "$0")/.."

# An environment that works is kept: its Python is the one that was chosen when it was made.
if [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' >/dev/null 2>&1; then
    exec .venv/bin/python scripts/bootstrap.py "$@"
fi

without_venv=
for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1 || continue
    if "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        exec "$candidate" scripts/bootstrap.py "$@"
    fi
    without_venv=${without_venv:-$candidate}
done

if [ -n "$without_venv" ]; then
    echo "Till needs Python's venv module, which $without_venv lacks; on Debian and Ubuntu: apt-get install python3-venv" >&2
else
    echo "Till needs Python 3.11, 3.12 or 3.13, and none was found on the PATH (PYTHON=/path/to/python names one)" >&2
fi
exit 1
