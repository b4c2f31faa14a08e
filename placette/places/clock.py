"""The clocks of a commune. They follow from its code, so that asking costs no query."""

from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
# By the first three figures of the INSEE code of a commune overseas.
OVERSEAS = {
    "971": ZoneInfo("America/Guadeloupe"),
    "972": ZoneInfo("America/Martinique"),
    "973": ZoneInfo("America/Cayenne"),
    "974": ZoneInfo("Indian/Reunion"),
    "975": ZoneInfo("America/Miquelon"),
    "976": ZoneInfo("Indian/Mayotte"),
    "977": ZoneInfo("America/St_Barthelemy"),
    "978": ZoneInfo("America/Marigot"),
    "986": ZoneInfo("Pacific/Wallis"),
    "987": ZoneInfo("Pacific/Tahiti"),
    "988": ZoneInfo("Pacific/Noumea"),
}


def zone_of(commune_code: str) -> ZoneInfo:
    return OVERSEAS.get(commune_code[:3], PARIS)
