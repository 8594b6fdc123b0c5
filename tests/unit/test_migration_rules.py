"""The pure parts of the migrations: order of steps, lint, errors, sizes, addresses."""

import asyncpg
import pytest

from app.migrations.parts.batches import Batches
from app.migrations.parts.changes import MoreWords, Nullable
from app.migrations.parts.functions import Trigger
from app.migrations.parts.steps import Part, Step, dependency_order
from app.migrations.parts.tables import Column, ConcurrentIndex, Index, Table
from app.migrations.registry import STEPS
from app.migrations.running.backfill import LEAST_SIZE, MOST_SIZE, next_size, progress_bar
from app.migrations.running.background import migration_state
from app.migrations.running.failures import classify_failure, missing_grant
from app.migrations.running.lint import HOST, LONGEST_NAME, lint_part, lint_steps
from app.migrations.running.session import dsn
from app.migrations.running.tracking import TrackedStep, Tracking
from app.migrations.running.undo import UndoRefused, steps_to_undo

SEED_NAMES = [
    "115_business_calendars_table",
    "115_calendar_routing_rules_table",
    "115_appointments_calendar_id",
    "115_default_calendars",
    "115_link_appointments",
]


def step(name: str, after: tuple[str, ...] = (), *, follows: tuple[str, ...] = (), gate: bool = True) -> Step:
    return Step(name, name, (), after, follows, gate=gate)


def test_gates_run_before_the_background_and_each_after_what_it_needs() -> None:
    steps = [
        step("5_background", gate=False, follows=("6_background",)),
        step("3_needs_later", after=("4_base",)),
        step("4_base"),
        step("6_background", gate=False),
    ]
    assert [s.name for s in dependency_order(steps)] == [
        "4_base",
        "3_needs_later",
        "6_background",
        "5_background",
    ]


def test_a_dependency_outside_the_selection_does_not_hold_the_order_up() -> None:
    assert [s.name for s in dependency_order([step("2_alone", after=("1_elsewhere",))])] == ["2_alone"]


def test_steps_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="wait for each other"):
        list(dependency_order([step("1_a", after=("1_b",)), step("1_b", after=("1_a",))]))


def test_the_seed_has_its_five_steps_in_its_order() -> None:
    assert [s.name for s in STEPS if s.migration == 115] == SEED_NAMES


def test_every_dependency_exists_and_names_are_unique() -> None:
    names = [s.name for s in STEPS]
    assert len(set(names)) == len(names)
    assert {name for s in STEPS for name in (*s.after, *s.follows)} <= set(names)


def test_our_own_migrations_pass_the_lint() -> None:
    assert lint_steps(STEPS) == []


def batch(sql: str) -> Batches:
    return Batches("appointments", pending="TRUE", statements=(sql,))


class Raw:
    """A part that would run any statement in a transaction."""

    kind = "tx"
    table = lock = ""

    def __init__(self, sql: str) -> None:
        self._sql = sql

    async def todo(self, connection: object) -> list[list[str]]:  # noqa: ARG002 (the protocol's)
        return [[self._sql]]

    def sql(self) -> tuple[str, ...]:
        return (self._sql,)

    def undo(self) -> tuple[str, ...]:
        return ()


@pytest.mark.parametrize(
    ("part", "what"),
    [
        (Raw("DROP TABLE business_calendars"), "DROP"),
        (Raw("ALTER TABLE busy_intervals DROP COLUMN seat"), "DROP"),
        (Nullable("appointments", "title"), "a rule of the host's table"),
        (MoreWords("business", "status", "k", ("a",)), "a rule of the host's table"),
        (Raw("TRUNCATE appointments"), "TRUNCATE"),
        (batch("DELETE FROM appointments WHERE id = ANY($1)"), "DELETE from a table of the host"),
        (Raw("DELETE FROM busy_intervals WHERE id = 1"), "rows changed outside batches"),
        (Raw("UPDATE appointments SET calendar_id = NULL"), "rows changed outside batches"),
        (batch("UPDATE appointments a SET calendar_id = 1 WHERE calendar_id IS NULL"), "without a key range"),
        (batch("INSERT INTO business_calendars (name) SELECT name FROM business"), "without a key range"),
        (Raw("CREATE INDEX idx_x ON appointments (title)"), "blocks writers"),
        (Raw("CREATE UNIQUE INDEX CONCURRENTLY idx_x ON business (name)"), "inside a transaction"),
        (Raw("ALTER TABLE appointments ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES y(id)"), "scans under"),
        (Raw("ALTER TABLE appointments ADD CONSTRAINT k CHECK (x > 0)"), "scans under"),
        (Raw("ALTER TABLE appointments ALTER COLUMN title TYPE text"), "type or NOT NULL"),
        (Raw("ALTER TABLE appointments ALTER COLUMN title SET NOT NULL"), "type or NOT NULL"),
        (Raw("ALTER TABLE appointments ADD COLUMN a int, ADD COLUMN b int"), "several subcommands"),
        (Column("appointments", "x", "integer DEFAULT 1"), "not plainly nullable"),
        (Column("appointments", "x", "integer NOT NULL"), "not plainly nullable"),
        (Raw("CREATE TABLE IF NOT EXISTS x (id int)"), "IF NOT EXISTS"),
        (Raw("CREATE TABLE x (id bigint GENERATED ALWAYS AS IDENTITY)"), "identity column"),
        (Raw("LOCK TABLE business"), "LOCK TABLE"),
        (Raw("SELECT set_config('a.b', 'c', true)"), "set_config"),
        (Trigger("t", "appointments", "BEFORE UPDATE OF status", "f"), "bound to columns"),
        (
            Trigger("t", "appointments", "AFTER UPDATE", "f", only="NEW.status <> OLD.status"),
            "bound to columns",
        ),
        (
            Trigger("t", "appointments", "AFTER UPDATE", "f", only="NEW.luach_x > OLD.status"),
            "bound to columns",
        ),
        (ConcurrentIndex(Index("i" * (LONGEST_NAME + 1), "appointments", ("title",))), "name longer than"),
        (
            Table("own", columns={"id": "bigserial"}, indexes=(Index("idx_b", "business", ("name",)),)),
            "blocks writers",
        ),
    ],
)
def test_lint_refuses(part: Part, what: str) -> None:
    assert any(what in problem for problem in lint_part(part)), list(lint_part(part))


@pytest.mark.parametrize(
    "part",
    [
        Column(
            "appointments", "calendar_id", "integer", references="business_calendars(id) ON DELETE SET NULL"
        ),
        ConcurrentIndex(Index("idx_x", "appointments", ("title",))),
        Table("own", columns={"id": "bigserial"}, indexes=(Index("idx_own", "own", ("id",)),)),
        batch("UPDATE appointments SET title = 'DROP TABLE x' WHERE id = ANY($1)"),
        Raw("ALTER TABLE own ADD CONSTRAINT k CHECK (x > 0) NOT VALID"),
        Trigger("t", "appointments", "AFTER UPDATE", "f", only="NEW.luach_writes = OLD.luach_writes"),
        Nullable("waitlist_entries", "calendar_id"),
        MoreWords("appointment_audit", "action", "k", ("a", "b")),
    ],
)
def test_lint_lets_pass(part: Part) -> None:
    assert list(lint_part(part)) == []


def test_the_host_tables_are_those_of_the_first_migration() -> None:
    made = [part.name for s in STEPS if s.migration == 1 for part in s.parts if isinstance(part, Table)]
    assert tuple(made) == HOST


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (asyncpg.LockNotAvailableError("x"), "retry"),
        (asyncpg.DeadlockDetectedError("x"), "retry"),
        (asyncpg.SerializationError("x"), "retry"),
        (asyncpg.AdminShutdownError("x"), "retry"),
        (asyncpg.TooManyConnectionsError("x"), "retry"),
        (asyncpg.ConnectionDoesNotExistError("x"), "retry"),
        (asyncpg.InvalidCachedStatementError("x"), "retry"),
        (ConnectionRefusedError("x"), "retry"),
        (asyncpg.InternalClientError("cannot switch to state 11; another operation is in progress"), "retry"),
        (asyncpg.InsufficientPrivilegeError("x"), "fail"),
        (asyncpg.UniqueViolationError("x"), "fail"),
        (asyncpg.UndefinedColumnError("x"), "fail"),
        (ValueError("x"), "fail"),
        (asyncpg.DiskFullError("x"), "stop"),
        (asyncpg.ReadOnlySQLTransactionError("x"), "stop"),
    ],
)
def test_an_error_is_judged_by_its_sqlstate(error: Exception, verdict: str) -> None:
    assert classify_failure(error).verdict == verdict


@pytest.mark.parametrize(
    ("message", "grant"),
    [
        ("permission denied for schema public", "GRANT USAGE, CREATE ON SCHEMA public TO <role>"),
        ("permission denied for database host", "GRANT CREATE ON DATABASE host TO <role>"),
        ("permission denied for sequence s", "GRANT USAGE ON SEQUENCE s TO <role>"),
        ("permission denied for table t", "GRANT SELECT, INSERT, UPDATE, REFERENCES, TRIGGER ON t TO <role>"),
        ("must be owner of table appointments", "GRANT <the owner of appointments> TO <role>"),
        (
            'permission denied to create extension "btree_gist"',
            "GRANT CREATE ON DATABASE <database> TO <role>, or CREATE EXTENSION by a superuser",
        ),
    ],
)
def test_a_missing_right_names_its_grant(message: str, grant: str) -> None:
    assert missing_grant(message) == grant


@pytest.mark.parametrize(
    ("size", "seconds", "expected"),
    [(500, 0.01, 750), (500, 0.06, 500), (500, 0.5, 250), (60, 0.5, LEAST_SIZE), (4900, 0.01, MOST_SIZE)],
)
def test_batches_grow_and_shrink_by_the_clock(size: int, seconds: float, expected: int) -> None:
    assert next_size(size, seconds) == expected


def test_the_bar_never_runs_over_its_end() -> None:
    assert progress_bar(300_000, 1_000_000, width=10) == "[###-------]  30% 300,000 of about 1,000,000"
    assert progress_bar(5, 0, width=4) == "[----]   0% 5 of about 0"
    assert progress_bar(20, 10, width=4).startswith("[####] 100%")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql+asyncpg://u:p@h:5432/db", "postgresql://u:p@h:5432/db"),
        ("postgresql://postgres@/db?host=/dir", "postgresql://postgres@/db?host=%2Fdir"),
        ("postgresql+asyncpg://u@h/db?ssl=require", "postgresql://u@h/db?sslmode=require"),
        ("postgresql+asyncpg://u@h/db?prepared_statement_cache_size=0", "postgresql://u@h/db"),
    ],
)
def test_addresses_of_sqlalchemy_become_those_of_libpq(url: str, expected: str) -> None:
    assert dsn(url) == expected


def row(status: str, error: str | None = None) -> TrackedStep:
    return TrackedStep("115_x", status, None, 1, None, 0, None, None, error, None, standby=False, missing="")


def test_ready_is_every_gate_step_done() -> None:
    steps = (step("1_gate"), step("2_gate"), step("3_behind", gate=False))
    state = migration_state(steps, Tracking(), {"1_gate": row("done"), "2_gate": row("failed", "no right")})
    assert (state.ready, state.waiting, state.background) == (False, ("2_gate",), ("3_behind",))
    assert state.failed == (("2_gate", "no right"),)
    assert migration_state(steps, Tracking(), {"1_gate": row("done"), "2_gate": row("done")}).ready


def test_undo_takes_along_all_that_stands_on_a_step_newest_first() -> None:
    names = [s.name for s in steps_to_undo(STEPS, "115_appointments_calendar_id")]
    assert names[-1] == "115_appointments_calendar_id"
    assert {"115_link_appointments", "116_fill_instants", "116_appointment_triggers"} < set(names)
    assert "115_calendar_routing_rules_table" not in names
    with pytest.raises(UndoRefused):
        steps_to_undo(STEPS, "999")


def test_reformatting_a_statement_does_not_change_its_checksum() -> None:
    def of(sql: str) -> str:
        return Step("1_x", "x", (Batches("t", "TRUE", (sql,)),)).checksum

    assert of("UPDATE t\n  SET a = 1") == of("UPDATE t SET a = 1")
    assert of("UPDATE t SET a = 1") != of("UPDATE t SET a = 2")
