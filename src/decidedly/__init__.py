"""Decidedly: architecture decision records, read as they are, checked, published and kept under review."""

__version__ = "0.1.0"
