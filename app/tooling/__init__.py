"""The AI tools' contract, and `Toolbox`, through which every caller calls them."""

from app.tooling.caller import Caller
from app.tooling.contract import AnyTool, Tool, ToolContext, tool
from app.tooling.door import Toolbox

__all__ = ["AnyTool", "Caller", "Tool", "ToolContext", "Toolbox", "tool"]
