"""Luach: routes an inquiry to a calendar, finds free times and books without double booking."""

import zoneinfo

# One source on every machine: the pinned tzdata package, not what the operating system happens to have.
zoneinfo.reset_tzpath(to=())

__version__ = "0.1.0"
