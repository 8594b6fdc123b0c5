"""The catalog of a business: its services."""
