"""Visits as they are booked: what an appointment's details tell of its services."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from app.core.scheduling.itineraries import Visit
from app.core.scheduling.needs import Price
from app.core.scheduling.visits import Fit
from app.core.stored_json import read_json


@dataclass(frozen=True, slots=True)
class BookedVisit:
    """The services of an appointment with their names, times and prices as they were booked.

    `calendar_id` leads. `items` are JSON objects, one per service and add-on, with `service_id`, `name`,
    `kind`, `calendar_ids`, `starts_at`, `ends_at`, `price_minor`.
    """

    calendar_id: int
    party_size: int
    items: Sequence[dict[str, Any]]
    price: Price | None

    @classmethod
    def of(cls, fit: Fit, visit: Visit) -> "BookedVisit":
        calendars = list(dict.fromkeys(chosen.option.setup.id for chosen in fit.combination))
        items = []
        for part in fit.itinerary.parts:
            start = fit.start + timedelta(minutes=part.start_min)
            items.append(
                {
                    "service_id": part.service.id,
                    "name": part.service.name,
                    "kind": part.service.kind,
                    "calendar_ids": calendars,
                    "starts_at": start.isoformat(),
                    "ends_at": (start + timedelta(minutes=part.duration_min)).isoformat(),
                    "price_minor": part.price.amount_minor if part.price else None,
                }
            )
        return cls(fit.itinerary.lead, visit.party_size, items, fit.itinerary.price)

    @classmethod
    def read(cls, stored: str | None) -> "BookedVisit | None":
        """The value that `to_json` wrote; None for a hold without services."""
        value = read_json(stored) if stored else None
        if not value or "items" not in value:
            return None
        price = value["price"]
        return cls(value["calendar_id"], value["party_size"], value["items"], price and Price(*price))

    def to_json(self) -> dict[str, Any]:
        return {
            "calendar_id": self.calendar_id,
            "party_size": self.party_size,
            "items": list(self.items),
            "price": self.price and list(self.price),
        }

    @classmethod
    def stored(
        cls,
        calendar_id: int,
        party_size: int,
        items: Sequence[dict[str, Any]],
        amount: int | None,
        currency: str | None,
    ) -> "BookedVisit":
        """The services that an appointment's details hold."""
        price = None if amount is None or currency is None else Price(amount, currency)
        return cls(calendar_id, party_size, items, price)

    def priced_as(self, earlier: "BookedVisit") -> "BookedVisit":
        """The same visit for the prices of an earlier one of the same services."""
        pairs = zip(self.items, earlier.items, strict=True)
        items = [item | {"price_minor": before["price_minor"]} for item, before in pairs]
        return replace(self, items=items, price=earlier.price)

    def asked_for(self) -> dict[str, Any]:
        """The fields by which the same visit is asked for again."""
        ids = {"service_ids": list(self.service_ids), "addon_ids": list(self.addon_ids)}
        return ids | {"party_size": self.party_size}

    @property
    def service_ids(self) -> tuple[int, ...]:
        return tuple(item["service_id"] for item in self.items if item["kind"] != "addon")

    @property
    def addon_ids(self) -> tuple[int, ...]:
        return tuple(item["service_id"] for item in self.items if item["kind"] == "addon")
