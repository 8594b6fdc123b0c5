"""A business's settings of routing: read and change."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.models.routing import BusinessRoutingSettings, RoutingInquiry
from app.db.ownership import lock_business
from app.errors import FieldError
from app.routing.learning import ModelStore, can_learn, learn_soon
from app.routing.ruleset import RoutingSettings
from app.schemas.routing import RoutingSettingsChange, RoutingSettingsOut


async def get_routing_settings(session: AsyncSession, business: BusinessId) -> RoutingSettingsOut:
    row = await session.get(BusinessRoutingSettings, business, populate_existing=True)
    return RoutingSettingsOut.model_validate(row or RoutingSettings())


async def change_routing_settings(
    session: AsyncSession,
    models: ModelStore,
    business: BusinessId,
    change: RoutingSettingsChange,
    *,
    if_match: str | None = None,
) -> RoutingSettingsOut:
    """Change settings. Another retention also counts for the inquiries that are stored already.

    Raises UnknownBusiness, PreconditionFailed, and FieldError `not_installed` for examples without the extra
    `learn`.
    """
    if change.examples in ("shadow", "on") and not can_learn():
        raise FieldError("not_installed", pointer="/examples", extra="luach[learn]")
    await lock_business(session, business)
    (await get_routing_settings(session, business)).require(if_match)
    fields: dict[str, Any] = change.model_dump(exclude_unset=True)
    if fields:
        fields["updated_at"] = func.clock_timestamp()
        upsert = insert(BusinessRoutingSettings).values(business_id=business, **fields)
        await session.execute(upsert.on_conflict_do_update(index_elements=["business_id"], set_=fields))
    if "examples" in fields:
        await learn_soon(session, models, business)
    if "inquiry_retention_days" in fields:
        kept_for = timedelta(days=fields["inquiry_retention_days"])
        stored = update(RoutingInquiry).where(RoutingInquiry.business_id == business)
        await session.execute(stored.values(expires_at=RoutingInquiry.at + kept_for))
    return await get_routing_settings(session, business)
