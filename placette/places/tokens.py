"""The signed links of the waiting list."""

from django.core import signing

CONFIRM = "places.waiting.confirm"
LEAVE = "places.waiting.leave"
CONFIRM_WITHIN = 7 * 24 * 3600  # seconds; what is not confirmed by then is erased


def make(waiting_id: int, purpose: str) -> str:
    return signing.dumps(waiting_id, salt=purpose)


def read(token: str, purpose: str) -> int:
    """Raises signing.BadSignature. A link to leave the list never grows old."""
    return int(signing.loads(token, salt=purpose, max_age=CONFIRM_WITHIN if purpose == CONFIRM else None))
