"""What suppliers hear by e-mail: they have no account. Jobs, which leave with the transaction that caused them."""

from procrastinate.types import JSONDict

from placette.groupbuys import supplier_jobs
from placette.groupbuys.models import Campaign, Quote

WAITING = (Quote.State.SENT, Quote.State.ASKED)


def asked(quote: Quote) -> None:
    """Her key is made by the job that carries it to her: nothing that is kept opens her page.

    One job after the other, so that the mail that comes last carries the key that opens it.
    """
    supplier_jobs.ask_supplier.configure(lock=f"groupbuys.ask_supplier:{quote.pk}").defer(quote=quote.pk)


def chosen(quote: Quote) -> None:
    supplier_jobs.tell_supplier.defer(quote=quote.pk)


def not_chosen(campaign: Campaign) -> None:
    """Whoever has sent a quote, or might still write one, learns that there is no need to wait."""
    waiting = Quote.objects.filter(campaign=campaign, state__in=WAITING).values_list("pk", flat=True)
    jobs: list[JSONDict] = [{"quote": quote} for quote in waiting]
    if jobs:
        supplier_jobs.tell_supplier.batch_defer(*jobs)


def given_up(campaign: Campaign) -> None:
    """Whose quote was chosen, if any was, prepares nothing: the campaign has failed or is cancelled."""
    for quote in Quote.objects.filter(campaign=campaign, state=Quote.State.CHOSEN):
        supplier_jobs.tell_supplier.defer(quote=quote.pk)
