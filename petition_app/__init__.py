"""A self-hosted workplace petition."""

__version__ = "0.1.0"
