"""What partners send, as the published file has it; what it leaves open is bounded by what there is on earth."""

import re
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, field_validator, model_validator

from placette.core.text import one_line

DISTANT = 32_503_680_000  # the year 3000, UNIX seconds
PARTIAL_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d{1,9})?")
WEEKDAYS = {name: n for n, name in enumerate(("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"))}
STATUSES = ("WAITING_CONFIRMATION", "CONFIRMED", "CANCELLED", "COMPLETED_PENDING_VALIDATION", "VALIDATED")


def _plain(text: str) -> str:
    """An id or a domain: one line of visible signs, as it is; changed it would be another."""
    if not text or text != one_line(text):
        raise ValueError("this is no single line of visible signs")
    return text


Plain = Annotated[str, Field(max_length=255), AfterValidator(_plain)]
Words = Annotated[str, AfterValidator(one_line)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Kilometres = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Moment = Annotated[int, Field(ge=0, le=DISTANT)]
Seconds = Annotated[int, Field(ge=0)]
Status = Annotated[str, Field(pattern=f"^({'|'.join(STATUSES)})$")]


class Search(Schema):
    departureLat: Latitude
    departureLng: Longitude
    arrivalLat: Latitude
    arrivalLng: Longitude
    timeDelta: Seconds = 900
    departureRadius: Kilometres = 1.0
    arrivalRadius: Kilometres = 1.0
    count: Annotated[int, Field(ge=0)] | None = None


class JourneySearch(Search):
    departureDate: Moment


class TripSearch(Search):
    departureTimeOfDay: str
    departureWeekdays: list[str] = list(WEEKDAYS)
    minDepartureDate: Moment | None = None
    maxDepartureDate: Moment | None = None

    @field_validator("departureTimeOfDay")
    @classmethod
    def _is_a_partial_time(cls, text: str) -> str:
        if not PARTIAL_TIME.fullmatch(text):
            raise ValueError("an RFC 3339 partial-time is expected, as 07:30:00")
        return text

    @field_validator("departureWeekdays")
    @classmethod
    def _are_days(cls, values: list[str]) -> list[str]:
        names = [name for value in values for name in value.split(",")]
        if not set(names) <= set(WEEKDAYS):
            raise ValueError("days are expected, as MON,TUE")
        return names

    @property
    def clock(self) -> float:
        """Seconds after midnight."""
        hours, minutes, seconds = self.departureTimeOfDay.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)

    @property
    def weekdays(self) -> frozenset[int]:
        return frozenset(WEEKDAYS[name] for name in self.departureWeekdays)


class UserIn(Schema):
    """Of a person only what tells one from another; her name, picture and gender are not read."""

    id: Plain
    operator: Plain
    alias: Words


class PriceIn(Schema):
    """« UNKNOWN » is good for a search; who books says what it costs."""

    type: Annotated[str, Field(pattern="^(FREE|PAYING)$")]
    amount: Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)] | None = None
    currency: Annotated[str, Field(pattern="^EUR$")] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Any:
        if self.type == "PAYING" and (self.amount is None or self.currency is None):
            raise ValueError("a price to pay has its amount and its currency")
        return self

    @property
    def cents(self) -> int:
        return round((self.amount or 0) * 100) if self.type == "PAYING" else 0


class BookingIn(Schema):
    id: UUID
    driver: UserIn
    passenger: UserIn
    status: Annotated[str, Field(pattern="^WAITING_CONFIRMATION$")]
    price: PriceIn
    passengerPickupDate: Annotated[float, Field(ge=0, le=DISTANT, allow_inf_nan=False)]
    passengerPickupLat: Latitude
    passengerPickupLng: Longitude
    passengerDropLat: Latitude
    passengerDropLng: Longitude
    passengerPickupAddress: Words = ""
    passengerDropAddress: Words = ""
    driverJourneyId: Annotated[Plain, Field(min_length=1)] | None = None
    passengerJourneyId: Annotated[Plain, Field(min_length=1)] | None = None


class MessageIn(Schema):
    from_: UserIn = Field(alias="from")
    to: UserIn
    message: Annotated[str, Field(max_length=500)]
    recipientCarpoolerType: Annotated[str, Field(pattern="^(DRIVER|PASSENGER)$")]
    driverJourneyId: Annotated[Plain, Field(min_length=1)] | None = None
    passengerJourneyId: Annotated[Plain, Field(min_length=1)] | None = None
    bookingId: UUID | None = None


class EventBookingIn(Schema):
    """DriverCarpoolBooking or PassengerCarpoolBooking: one of the two is there."""

    id: Plain
    passengerPickupDate: Annotated[float, Field(ge=0, le=DISTANT, allow_inf_nan=False)]
    passengerPickupLat: Latitude
    passengerPickupLng: Longitude
    passengerDropLat: Latitude
    passengerDropLng: Longitude
    status: Status
    webUrl: str
    driver: UserIn | None = None
    passenger: UserIn | None = None
    price: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Any:
        by_driver, by_passenger = (
            self.driver is not None and self.price is not None,
            self.passenger is not None,
        )
        if by_driver == by_passenger:
            raise ValueError("either driver with price or passenger is expected")
        return self


class EventIn(Schema):
    id: UUID
    idToken: str
    data: EventBookingIn
