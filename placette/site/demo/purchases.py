"""Eight grouped purchases in every state; the first is the reference story: pellets, and its tier of 10 % less is reached."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from placette.groupbuys.actions import (
    campaigns,
    closing,
    ending,
    payment_terms,
    payments,
    pledging,
)
from placette.groupbuys.actions.campaigns import Offered
from placette.groupbuys.actions.wishes import Wish
from placette.groupbuys.collecting.actions import choosing, finishing, handing, helping, slots, thanking
from placette.groupbuys.collecting.actions.slots import Planned
from placette.groupbuys.models import Campaign, Share, Supplier
from placette.groupbuys.pricing import Step
from placette.people.models import Membership, Person

from . import accounts
from .chance import PARIS, Chance
from .quotes import ask_and_compare

PELLETS = (
    "Le bois se commande l’été, et se paie moins cher à plusieurs : un seul camion pour tout le quartier."
)
CLOSES = timedelta(days=9)
IBAN = "FR7699999000000000003118777"  # of a bank that does not exist, with the right check digits
THANKS = ("Un délice, et un bon moment devant le rucher.", "Merci pour l’organisation, tout était prêt !", "")


def buy_together(chance: Chance, memberships: list[Membership]) -> int:
    """Returns how many there are."""
    ours = {each.email for each in accounts.ALL}
    here = [
        each.person for each in memberships
        if each.verified_at and each.commune_id == "31187" and each.person.email not in ours
    ]  # fmt: skip
    neighbours = chance.draw.sample(here, min(40, len(here)))
    jeanne, karim = (Person.objects.get(email=each.email) for each in (accounts.RESIDENT, accounts.SECOND))
    story = _Story(chance)
    story.pellets(neighbours[0], [jeanne, *neighbours[1:18]])
    story.sweeping(karim, [jeanne, *neighbours[18:26]])
    story.fibre(karim)
    story.oil(neighbours[2], neighbours[26:33])
    story.baskets(karim, [jeanne, *neighbours[3:12]])
    story.heat_pumps(neighbours[4], neighbours[33:36])
    story.tanks(neighbours[5], neighbours[36:39])
    story.honey(neighbours[6], [karim, *neighbours[12:20]])
    return Campaign.objects.count()


class _Story:
    def __init__(self, chance: Chance) -> None:
        self.chance = chance

    def pellets(self, organiser: Person, people: Sequence[Person]) -> None:
        """Open, with a week to go: sixteen tonnes are pledged, and from fifteen on one pays a tenth less."""
        campaign = self._begun(
            organiser,
            [_offered("Granulés en sacs de 15 kg", "t", 36_500, {0: 36_500, 8: 34_500, 15: 32_850}, step="0.5", maximum="4")],
            days=12, closes=CLOSES, template="pellets", title="Granulés de bois : commandons ensemble", why=PELLETS,
            audience="community", shown_to_town_hall=True, reference_source="Prix relevé le mois dernier chez trois revendeurs du Muretain",
            minimum_quantity=Decimal(8), delivery_place="Parking du stade, Fonsorbes",
            terms="Livraison sur palette, un samedi matin. On s’entraide pour charger les voitures.",
            supplier=_supplier("Les Bois du Savès", "999999998", organiser),
        )  # fmt: skip
        self._taken(campaign, people, ("1", "0.5", "1", "1", "1.5", "0.5", "1"))

    def sweeping(self, organiser: Person, people: Sequence[Person]) -> None:
        """Asks first who would be interested; two sweeps have answered, and the neighbours compare."""
        campaign = self._begun(
            organiser,
            [_offered("Ramonage d’un conduit", "intervention", 7_500, {}, maximum="3")],
            days=5, closes=timedelta(days=25), template="service", title="Un ramoneur pour tout le quartier ?",
            why="À dix maisons le même jour, il ne se déplace qu’une fois. Dites-nous si cela vous intéresse.",
            audience="around", asks_for_interest=True,
        )  # fmt: skip
        ask_and_compare(campaign, organiser, people, self.chance.now)

    def fibre(self, organiser: Person) -> None:
        """A draft of Karim's."""
        self._begun(
            organiser,
            [_offered("Tranchée jusqu’à la maison", "m", 4_500, {0: 4_500, 100: 3_900})],
            days=1, closes=timedelta(days=40), template="service", title="Travaux pour la fibre : une seule tranchée",
            why="Le même terrassier pour nos quatre maisons.", audience="commune", published=False,
        )  # fmt: skip

    def oil(self, organiser: Person, people: Sequence[Person]) -> None:
        """Closed yesterday, but somebody has withdrawn late: who counted on the lower price is asked again."""
        campaign = self._begun(
            organiser,
            [_offered("Huile d’olive du Roussillon", "l", 1_600, {0: 1_450, 30: 1_300}, step="1", maximum="40")],
            days=20, closes=timedelta(days=-1), template="basket", title="Huile d’olive, droit du moulin",
            why="Une amie descend au moulin à la fin du mois.", audience="around",
        )  # fmt: skip
        self._pledge(campaign, organiser, "22", 1_450, days=15)
        for person in people[:2]:
            self._pledge(campaign, person, "5", 1_450, days=12)
        for person in people[2:]:
            self._pledge(campaign, person, "2", 1_300, days=8)
        self._pledge(campaign, organiser, "6", 1_450, days=2)
        self._close(campaign)

    def baskets(self, organiser: Person, people: Sequence[Person]) -> None:
        """It has succeeded: one pays and collects."""
        campaign = self._begun(
            organiser,
            [
                _offered("Panier de légumes", "panier", 1_800, {0: 1_700, 10: 1_500}, stock="30", maximum="4"),
                _offered("Œufs, la douzaine", "boîte", 420, {0: 380}, stock="40", maximum="6"),
            ],
            days=16, closes=timedelta(days=-2), template="basket", title="Les paniers de la plaine",
            why="Des légumes cueillis le matin même, à dix minutes d’ici.", audience="around",
            counted="own_quantity", minimum_takers=5, delivery_place="Devant la halle, Fonsorbes",
            reference_source="Marché du dimanche, mêmes légumes", supplier=_supplier("La ferme des Trois Chênes", "", organiser),
        )  # fmt: skip
        first, second = campaign.products.all()
        for number, person in enumerate(people):
            wishes = [
                Wish(first.pk, Decimal(1 + number % 2), 1_700),
                Wish(second.pk, Decimal(number % 3), 380),
            ]
            pledging.pledge(campaign.pk, person, wishes, self._ago(10 - number % 5))
        self._close(campaign)
        self._paid_and_collected(campaign, organiser)

    def _paid_and_collected(self, campaign: Campaign, organiser: Person) -> None:
        """Half have paid, by transfer or in the hand; two slots on the Saturday that comes."""
        today = timezone.localdate(self.chance.now)
        terms = payment_terms.Terms(
            payee="Les paniers de la plaine",
            iban=IBAN,
            cash=True,
            cash_to="Au retrait",
            pay_by=today + timedelta(days=6),
        )
        payment_terms.set_terms(campaign.pk, organiser, terms)
        shares = list(
            Share.objects.filter(pledge__campaign=campaign).select_related("pledge__person").order_by("pk")
        )
        for number, share in enumerate(shares[1::2]):
            kind = "cash" if number % 3 == 2 else "transfer"
            payments.note(campaign.pk, organiser, share.pk, kind, share.amount_cents, today)
        saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
        for hour, hands in ((9, 2), (11, 1)):
            starts = datetime.combine(saturday, time(hour), PARIS)
            slot = slots.add(
                campaign.pk,
                Planned(
                    starts, starts + timedelta(hours=2), campaign.delivery_place, capacity=8, hands=hands
                ),
            )
            for share in shares[2 + hour % 3 :: 3]:
                choosing.choose(share, slot.pk, self.chance.now)
        helping.join(slot.pk, organiser, self.chance.now)

    def heat_pumps(self, organiser: Person, people: Sequence[Person]) -> None:
        """Too few: it has failed, and nobody owes anything."""
        campaign = self._begun(
            organiser,
            [_offered("Entretien de pompe à chaleur", "visite", 16_500, {0: 16_500, 6: 13_900}, maximum="2")],
            days=45, closes=timedelta(days=-12), template="service", title="Entretien des pompes à chaleur",
            why="À six, l’entreprise nous fait un prix.", audience="commune", minimum_takers=6,
        )  # fmt: skip
        self._taken(campaign, people, ("1",))
        self._close(campaign)

    def tanks(self, organiser: Person, people: Sequence[Person]) -> None:
        """Given up, with its reason."""
        campaign = self._begun(
            organiser,
            [_offered("Récupérateur d’eau, 500 litres", "cuve", 11_900, {0: 11_900, 8: 9_900}, maximum="3")],
            days=30, closes=timedelta(days=20), template="pellets", title="Récupérateurs d’eau de pluie",
            why="Avant l’été prochain, c’est le moment.", audience="around",
        )  # fmt: skip
        self._taken(campaign, people, ("1", "2"))
        ending.cancel(campaign.pk, organiser, "Le fournisseur ne livre plus dans notre secteur.")

    def honey(self, organiser: Person, people: Sequence[Person]) -> None:
        """Long done: what was saved is in the ledger."""
        campaign = self._begun(
            organiser,
            [_offered("Miel de printemps, 500 g", "pot", 850, {0: 800, 20: 700}, maximum="12")],
            days=75, closes=timedelta(days=-50), template="basket", title="Le miel de Saint-Lys",
            why="La récolte a été belle : le rucher nous garde ses pots.", audience="around",
            reference_source="Prix au rucher, le pot", supplier=_supplier("Le rucher du Touch", "", organiser),
        )  # fmt: skip
        self._taken(campaign, people, ("3", "2", "4"), days=60)
        self._close(campaign)
        handing.hand_over_the_rest(campaign.pk, organiser, self._ago(48))
        finishing.finish(campaign.pk, self._ago(46))
        for person, words in zip(people, THANKS, strict=False):
            thanking.thank(Campaign.objects.get(pk=campaign.pk), person, words)

    def _begun(
        self,
        organiser: Person,
        products: Iterable[Offered],
        *,
        days: int,
        closes: timedelta,
        published: bool = True,
        asks_for_interest: bool = False,
        **fields: Any,
    ) -> Campaign:
        """Begun so many days ago, closing then from now, at eight in the evening."""
        began = self._ago(days)
        membership = organiser.memberships.select_related("commune", "quarter").order_by("purpose").first()
        assert membership is not None
        campaign = campaigns.start(
            organiser, membership, products, deadline=self._evening(closes), created_at=began, updated_at=began, **fields
        )  # fmt: skip
        if published:
            campaigns.publish(campaign.pk, began, asks_for_interest=asks_for_interest)
        return Campaign.objects.get(pk=campaign.pk)

    def _taken(
        self, campaign: Campaign, people: Iterable[Person], amounts: Sequence[str], days: int = 8
    ) -> None:
        dearest = campaign.products.get().tiers.get(threshold=0).unit_cents
        for number, person in enumerate(people):
            self._pledge(campaign, person, amounts[number % len(amounts)], dearest, days=days - number % days)

    def _pledge(
        self, campaign: Campaign, person: Person, amount: str, accepted_cents: int, *, days: float
    ) -> None:
        wish = Wish(campaign.products.get().pk, Decimal(amount), accepted_cents)
        when = min(self._ago(days), (campaign.deadline or self.chance.now) - timedelta(hours=1))
        pledging.pledge(campaign.pk, person, [wish], when)

    def _close(self, campaign: Campaign) -> None:
        closing.close(campaign.pk, campaign.deadline or self.chance.now)

    def _evening(self, later: timedelta) -> datetime:
        return (self.chance.now + later).astimezone(PARIS).replace(hour=20, minute=0, second=0, microsecond=0)

    def _ago(self, days: float) -> datetime:
        return self.chance.now - timedelta(days=days, minutes=self.chance.draw.randrange(300))


def _offered(
    name: str,
    unit: str,
    reference_cents: int,
    tiers: dict[int, int],
    *,
    step: str = "1",
    maximum: str | None = None,
    stock: str | None = None,
) -> Offered:
    return Offered(
        name,
        unit,
        Decimal(step),
        Decimal(step),
        Decimal(maximum) if maximum else None,
        Decimal(stock) if stock else None,
        reference_cents,
        [Step(Decimal(threshold), cents) for threshold, cents in tiers.items()],
    )


def _supplier(name: str, siren: str, by: Person) -> Supplier:
    return Supplier.objects.create(name=name, siren=siren, professional=bool(siren), added_by=by)
