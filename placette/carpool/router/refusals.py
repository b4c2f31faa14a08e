"""Why a router refuses a question."""

from pydantic import BaseModel, ConfigDict, ValidationError

from placette.core.asking import Refused


class Reason(BaseModel):
    """How OSRM (code: a word) and Valhalla (error_code: a number) say no."""

    model_config = ConfigDict(extra="ignore")
    code: str | None = None
    error_code: int | None = None


def code_of(refused: Refused) -> str | int | None:
    """Too large for its settings, or no road leads there; None where it does not say."""
    try:
        reason = Reason.model_validate_json(refused.body)
    except ValidationError:
        return None
    return reason.code or reason.error_code
