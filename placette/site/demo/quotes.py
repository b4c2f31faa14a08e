"""Before the price: neighbours say what they would take, two suppliers have answered, a third has not yet."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from placette.groupbuys.actions import interest, quotes
from placette.groupbuys.actions.quotes import Answer
from placette.groupbuys.models import Campaign
from placette.groupbuys.pricing import Step
from placette.people.models import Person

WORDS = "Des maisons proches les unes des autres, autour de la place du marché. Un samedi nous irait bien."


def ask_and_compare(campaign: Campaign, organiser: Person, people: Sequence[Person], now: datetime) -> None:
    product = campaign.products.get().pk
    for number, person in enumerate(people):
        interest.tell(campaign.pk, person, {product: Decimal(1 + number % 2)})
    _answered(campaign, organiser, "Ramonage du Touch", "999990005", {0: 6_900, 10: 5_900}, now)
    _answered(
        campaign, organiser, "Le Hérisson toulousain", "999990013", {0: 6_500, 12: 6_000, 20: 5_500}, now
    )
    quotes.ask(
        campaign.pk, organiser, "Fumisterie Ferrer", "devis@ferrer.example", WORDS, now + timedelta(days=8)
    )
    quotes.show(campaign.pk, organiser)
    first, second = campaign.quotes.filter(state="sent")
    for number, person in enumerate(people[1:]):
        quotes.vote(second if number % 3 == 0 else first, person)


def _answered(
    campaign: Campaign, organiser: Person, firm: str, siren: str, tiers: Mapping[int, int], now: datetime
) -> None:
    email = f"contact-{siren}@ramoneurs.example"
    quote = quotes.ask(campaign.pk, organiser, firm, email, WORDS, now + timedelta(days=8))
    answer = Answer(
        firm=firm,
        professional=True,
        siren=siren,
        delivery="Chez chacun, un samedi de janvier",
        minimum=Decimal(6),
        valid_until=(now + timedelta(days=45)).date(),
        conditions="Certificat de ramonage remis à chacun. Paiement sur place, chèque ou virement.",
        tiers={
            each.pk: [Step(Decimal(threshold), cents) for threshold, cents in tiers.items()]
            for each in campaign.products.all()
        },
    )
    quotes.send(quote, answer, {}, now)
