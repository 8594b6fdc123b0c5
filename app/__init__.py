"""Luach: routes an inquiry to a calendar, finds free times and books without double booking."""

__version__ = "0.1.0"
