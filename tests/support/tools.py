"""The AI tools by name."""

from app.ai_tools import TOOLS

TOOLS_BY_NAME = {tool.name: tool for tool in TOOLS}
