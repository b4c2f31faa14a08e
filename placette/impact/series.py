"""What is counted, and which kinds of exchange a mayor reads as one.

Four families, since a kind alone is soon about fewer than five people. Each family is a series with people of its own, and no
total over families is ever shown that is not the sum of what is shown of each (docs/decisions/0013).
"""

HELP, THINGS, RIDES, PURCHASES = "help", "things", "rides", "purchases"
FAMILIES = (HELP, THINGS, RIDES, PURCHASES)
# Kinds of listings.kinds, and those that other rooms write; a kind that is not here lends, gives or sells things.
FAMILY_OF = {"help": HELP, "service": HELP, "lost_found": HELP, "ride": RIDES, "purchase": PURCHASES}
# What an exchange may carry beside itself, as it is called in a series and in its table.
MEASURES = {
    "minutes": "minutes",
    "cents": "euros_saved_cents",
    "metres": "metres",
    "co2_low": "co2_grams_low",
    "co2_high": "co2_grams_high",
}
ANSWERED, UNANSWERED = "answered", "unanswered"
JOINED, VERIFIED, LEFT = "joined", "verified", "left"
ACTIVE = "active"
# Of the town hall: about nobody, so shown as it is.
EVENTS = "events"
# Of all kinds together: distinct people, distinct pairs. Not additive, so shown rounded down (suppression.floored).
REACHED, TIES = "reached", "ties"
# Sign-ups of one quarter of the commune: "joined@12".
OF_QUARTER = "joined@"

ADDED = (
    *FAMILIES,
    *(f"{HELP}.{name}" for name in ("minutes",)),
    *(f"{family}.cents" for family in FAMILIES),
    *(f"{RIDES}.{name}" for name in ("metres", "co2_low", "co2_high")),
    ANSWERED,
    UNANSWERED,
    JOINED,
    LEFT,
)
EUROS = tuple(f"{family}.cents" for family in FAMILIES)
