"""What her consent opens: what was said by this helper, or by the town hall, and nothing that was said by another.

A conversation is opened to whom she let begin it or speak in it. In it her own words are opened to whoever said them for
her, and a neighbour's where a consent to the same stood when he wrote: he read then to whom he was writing.
"""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from placette.carpool.models import Trip
from placette.conversations.models import Conversation, Message
from placette.groupbuys.models import Pledge
from placette.listings.models import Agreement, Listing
from placette.people.models import Consent


def by_the_same(consent: Consent) -> QuerySet[Consent]:
    """This consent, and hers to the same before it."""
    return Consent.objects.filter(person=consent.person_id, holder=consent.holder, to=consent.to_id)


def listings(consent: Consent) -> QuerySet[Listing]:
    return Listing.objects.filter(author=consent.person_id, deed__consent__in=by_the_same(consent))


def pledges(consent: Consent) -> QuerySet[Pledge]:
    """What she takes in grouped purchases, as this helper last said it."""
    return Pledge.objects.filter(person=consent.person_id, deed__consent__in=by_the_same(consent))


def trips(consent: Consent) -> QuerySet[Trip]:
    """The rides that this helper asked for in her name."""
    return Trip.objects.filter(author=consent.person_id, deed__consent__in=by_the_same(consent))


def conversations(consent: Consent) -> QuerySet[Conversation]:
    said = Message.objects.filter(conversation=OuterRef("pk"), author=consent.person_id)
    posted = Q(answer__listing__in=listings(consent)) | Q(contact__trip__in=trips(consent))
    hers = Conversation.objects.filter(participants__person=consent.person_id)
    return hers.filter(posted | Q(Exists(said.filter(deed__consent__in=by_the_same(consent)))))


def words(consent: Consent) -> Q:
    """Among the messages of such a conversation."""
    stood = Q(ended_at=None) | Q(ended_at__gte=OuterRef("sent_at"))
    then = by_the_same(consent).filter(stood, at__lte=OuterRef("sent_at"))
    hers = Q(author=consent.person_id, deed__consent__in=by_the_same(consent))
    return hers | (~Q(author=consent.person_id) & Q(Exists(then)))


def is_all(consent: Consent, conversation: Conversation) -> bool:
    """Nothing in it is kept from who acts by this consent. One query."""
    messages = Message.objects.filter(conversation=conversation)
    return not messages.exclude(pk__in=messages.filter(words(consent)).values("pk")).exists()


def knows_terms(consent: Consent, agreement: Agreement) -> bool:
    """They were said in a conversation that this consent opens, where it reads. One query."""
    there = conversations(consent).filter(pk=agreement.answer.conversation_id)
    said = Message.objects.filter(words(consent), conversation__in=there)
    return said.filter(facts__agreement=agreement.pk).exists()


def kept_from(consents: Collection[Consent]) -> dict[int, set[str]]:
    """By consent, the addresses of her annonces, conversations, purchases and rides that it does not open. Four queries."""
    pages = _pages({each.person_id for each in consents})
    return {
        each.pk: {
            page
            for page, holders in pages[each.person_id].items()
            if (each.holder, each.to_id) not in holders
        }
        for each in consents
    }


type _Holder = tuple[str | None, int | None]


def _pages(people: Collection[int]) -> dict[int, dict[str, set[_Holder]]]:
    """Of each of these people: her annonces, conversations, purchases and rides, and by whom something of hers was said
    there.
    """
    found: dict[int, dict[str, set[_Holder]]] = defaultdict(lambda: defaultdict(set))
    holder = ("deed__consent__holder", "deed__consent__to")
    posted = Listing.objects.filter(author__in=people)
    for person, listing, conversation, name, to in posted.values_list(
        "author", "pk", "answers__conversation", *holder
    ):
        found[person][reverse("listings:detail", args=[listing])].add((name, to))
        if conversation:
            found[person][reverse("conversations:thread", args=[conversation])].add((name, to))
    spoken = Message.objects.filter(author__in=people, deed__isnull=False).order_by()
    for person, conversation, name, to in spoken.values_list("author", "conversation", *holder).distinct():
        found[person][reverse("conversations:thread", args=[conversation])].add((name, to))
    bought = Pledge.objects.filter(person__in=people)
    for person, campaign, name, to in bought.values_list("person", "campaign", *holder):
        for page in ("detail", "share", "collection"):
            found[person][reverse(f"groupbuys:{page}", args=[campaign])].add((name, to))
    asked = Trip.objects.filter(author__in=people)
    for person, trip, conversation, name, to in asked.values_list(
        "author", "pk", "contacts__conversation", *holder
    ):
        found[person][reverse("carpool:trip", args=[trip])].add((name, to))
        if conversation:
            found[person][reverse("conversations:thread", args=[conversation])].add((name, to))
    return found
