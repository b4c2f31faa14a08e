"""The jobs that write to suppliers. They know nothing of what causes them, so whatever causes them may defer them."""

from procrastinate.contrib.django import app

from placette.core.mail import RETRY

from . import supplier_mails


@app.task(name="groupbuys.ask_supplier", queue="mail", retry=RETRY)
def ask_supplier(quote: int) -> None:
    supplier_mails.ask(quote)


@app.task(name="groupbuys.tell_supplier", queue="mail", retry=RETRY)
def tell_supplier(quote: int) -> None:
    supplier_mails.tell(quote)
