"""What a trip lets one choose from."""

from django.utils.translation import gettext_lazy as _

ONCE, WEEKLY = "once", "weekly"
DAYS = (
    ("0", _("lundi")), ("1", _("mardi")), ("2", _("mercredi")), ("3", _("jeudi")), ("4", _("vendredi")),
    ("5", _("samedi")), ("6", _("dimanche")),
)  # fmt: skip
FLEXIBLE = (
    (0, _("à l’heure dite")),
    (900, _("à 15 minutes près")),
    (1800, _("à 30 minutes près")),
    (3600, _("à une heure près")),
)
DETOURS = (
    ("", _("le détour habituel")),
    ("0", _("pas de détour")),
    ("3000", _("3 km au plus")),
    ("6000", _("6 km au plus")),
    ("12000", _("12 km au plus")),
)
