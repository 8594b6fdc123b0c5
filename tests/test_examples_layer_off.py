"""While no business has examples turned on, the process never meets scikit-learn."""

import subprocess
import sys

from tests.support.source import MODULES, ROOT, imports

ALONE = "app.routing.example_model"
HEAVY = ("sklearn", "scipy", "numpy", "joblib", "threadpoolctl")
SERVES = f"""
import sys
from app.main import create_app
import app.ai_tools, app.cli, app.web.mcp_server
create_app()
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""


def test_what_serves_imports_none_of_it() -> None:
    found = subprocess.run(
        [sys.executable, "-c", SERVES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == []


def test_one_module_imports_it_and_none_imports_that() -> None:
    heavy = {module for module in MODULES for name in imports(module) if name.split(".")[0] in HEAVY}
    assert heavy == {ALONE}
    assert not [module for module in MODULES if ALONE in imports(module)]
