"""What a tool is, and the one door through which tools are called: validate, transaction, run, render."""

from app.tooling.contract import AnyTool, Caller, Tool, ToolContext, tool
from app.tooling.door import Toolbox

__all__ = ["AnyTool", "Caller", "Tool", "ToolContext", "Toolbox", "tool"]
