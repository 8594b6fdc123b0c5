"""Pydantic inputs and outputs that HTTP, the AI tools and the console share."""
