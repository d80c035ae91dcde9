"""Where a server finds the API: `uvicorn --factory entrypoints.http.app:create_app`."""

from entrypoints.http.build import TillApp, build_app

__all__ = ["TillApp", "build_app"]
