"""Compiled rules together with what the steps derive from them, so that no inquiry has to compute it."""

from collections.abc import Iterable

from app.core.routing.matching.compiler import CompiledRules, compile_rules
from app.core.routing.model import Calendar, Rule
from app.core.routing.reading.not_offered import offered_trades
from app.core.routing.reading.paraphrase import prepare_offers


def prepare_rules(calendars: Iterable[Calendar], rules: Iterable[Rule]) -> CompiledRules:
    """Compile rules and prepare them for their first inquiry. CPU time: 0.3 to 0.5 ms per keyword."""
    compiled = compile_rules(calendars, rules)
    prepare_offers(compiled)
    offered_trades(compiled)
    return compiled
