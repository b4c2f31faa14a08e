"""What goes of the people when a space is closed: that they belong to it, and what they did for it. Accounts are theirs, and stay."""

from placette.people.models import Membership, Role


def erase(code: str) -> None:
    """Memberships with their proofs, hexagons and the neighbours who vouched; roles, also those that have ended."""
    Membership.objects.filter(commune=code).delete()
    Role.objects.filter(commune=code).delete()
