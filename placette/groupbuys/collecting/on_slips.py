"""When and where each collects, on the slips that are cut out for the distribution."""

from placette.groupbuys.models import Campaign, PickUp


def notes(campaign: Campaign) -> dict[int, str]:
    """By pledge: « samedi 28 novembre de 10 h à 12 h, salle des fêtes ». One query; nothing where no slot was chosen."""
    chosen = PickUp.objects.filter(slot__campaign=campaign).select_related("slot__campaign", "share")
    return {each.share.pledge_id: f"{each.slot.in_words()}, {each.slot.place}" for each in chosen}
