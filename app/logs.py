"""Structured logging: readable lines on a terminal, JSON elsewhere."""

import logging
import sys

import structlog


def configure_logging(log_format: str, log_level: str) -> None:
    """Send all log records, the standard library's included, to standard error in one format.

    `log_format` is "console", "json" or "auto" (console on a terminal, JSON otherwise)."""
    readable = for_people(log_format)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
    ]
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    tail: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if not readable:
        tail.append(structlog.processors.format_exc_info)
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*tail, renderer])
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(log_level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    # Our own middleware writes one line per request, with its id and tenant.
    logging.getLogger("uvicorn.access").setLevel("WARNING")
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        # Without the cache, loggers that are already in use follow the new configuration, and tests can
        # capture them.
        cache_logger_on_first_use=False,
    )


def for_people(log_format: str) -> bool:
    """Whether lines are written for people rather than as JSON."""
    return log_format == "console" or (log_format == "auto" and sys.stderr.isatty())
