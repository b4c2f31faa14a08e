"""A commune that has become part of another, or whose space is closed."""

from placette.team.models import Invitation


def move(gone: str, current: str) -> None:
    """Invitations that nobody has answered do not bind the new town hall: it asks again whom it wants."""
    Invitation.objects.filter(commune=gone, ended_at=None).delete()
    Invitation.objects.filter(commune=gone).update(commune=current)


def erase(commune: str) -> None:
    Invitation.objects.filter(commune=commune).delete()
