"""claimpack turns annotated news articles into a validated data package."""

__version__ = "0.1.0"
