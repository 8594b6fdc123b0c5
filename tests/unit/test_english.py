"""Docstrings and titles of migration steps name a thing or an action, without a question word first."""

import ast
import re

import pytest

from app.migrations.registry import STEPS
from tests.support.source import CODE, ROOT, at, tree

# A clause such as "What an admin may do" leaves open whether it is a question, a list or a rule.
QUESTION_WORDS = re.compile(r"(What|Which|Who|Whom|Whose|Where|When|Why|How|Whatever|Whoever)\b")

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("folder", ["app", "benchmarks", "examples", "tests"])
def test_no_docstring_begins_with_a_question_word(folder: str) -> None:
    found = [
        at(path, getattr(node, "lineno", 1))
        for path in CODE
        if path.is_relative_to(ROOT / folder)
        for node in ast.walk(tree(path))
        if isinstance(node, Documented) and QUESTION_WORDS.match(ast.get_docstring(node) or "")
    ]
    assert found == []


def test_no_title_of_a_migration_step_begins_with_a_question_word() -> None:
    assert [step.name for step in STEPS if QUESTION_WORDS.match(step.title)] == []
