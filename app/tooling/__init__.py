"""What a tool is, and the one door through which it is called: validate, transaction, run, render."""

from app.tooling.contract import TOOLS, Caller, Tool, ToolContext, tool
from app.tooling.door import call_tool, call_tool_in, open_context
from app.tooling.refusals import refused

__all__ = [
    "TOOLS",
    "Caller",
    "Tool",
    "ToolContext",
    "call_tool",
    "call_tool_in",
    "open_context",
    "refused",
    "tool",
]
