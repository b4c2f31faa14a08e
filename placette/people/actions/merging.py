"""A commune that has become part of another (docs/decisions/0008): who belonged to it belongs to the current one."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from placette.people.models import ActivationCode, Membership, Role


@transaction.atomic
def move(gone: str, current: str) -> None:
    """Memberships, roles and codes of `gone`, by INSEE codes. Who belongs to both keeps one of each."""
    _become_one(gone, current)
    Membership.objects.filter(commune=gone).update(commune=current)
    held = Role.objects.filter(
        person=OuterRef("person"), name=OuterRef("name"), commune=current, until__isnull=True
    )
    Role.objects.filter(Exists(held), commune=gone, until__isnull=True).update(until=timezone.now())
    Role.objects.filter(commune=gone).update(commune=current)
    ActivationCode.objects.filter(commune=gone).update(commune=current)


def _become_one(gone: str, current: str) -> None:
    """Home in one and work in the other: the home stays, verified where either was."""
    both = Membership.objects.filter(commune__in=[gone, current]).select_for_update()
    others = {each.person_id: each for each in both if each.purpose == Membership.Purpose.WORK}
    for home in both:
        if home.purpose != Membership.Purpose.HOME or home.person_id not in others:
            continue
        work = others[home.person_id]
        if home.verified_at is None and work.verified_at is not None:
            work.verifications.update(membership=home)
            Membership.objects.filter(pk=home.pk).update(verified_at=work.verified_at)
        work.delete()
