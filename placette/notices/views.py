from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.people.models import Person

from . import actions, queries
from .kinds import KINDS, daily_by_default
from .mails import DIGEST, read_stop_token
from .models import Notice, Preference

Rhythm = Preference.Rhythm


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("avant", "")
    page = queries.inbox(request.user, int(before) if before.isdecimal() and len(before) < 18 else 0)
    return render(request, "notices/inbox.html", {"inbox": page})


@login_required
@require_safe
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Seen, and on to what it tells of."""
    notice = get_object_or_404(Notice, pk=notice_id, person=request.user)
    actions.see(request.user, notice.pk)
    return redirect(notice.url)


@login_required
@require_POST
def see_all(request: HttpRequest) -> HttpResponse:
    actions.see(request.user)
    return redirect("notices:inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        sent = {name: request.POST.get(name, "") for name in KINDS}
        actions.choose(
            request.user, {name: rhythm for name, rhythm in sent.items() if rhythm in Rhythm.values}
        )
        messages.success(request, _("C’est enregistré."))
        return redirect("notices:preferences")
    rhythms = [
        (Rhythm.AT_ONCE, _("Tout de suite")),
        (Rhythm.DAILY, _("Une fois par jour")),
        (Rhythm.NEVER, _("Jamais")),
    ]
    context = {"choices": queries.choices(request.standing), "rhythms": rhythms}
    return render(request, "notices/preferences.html", context)


@csrf_exempt  # the signed token is the authority; mail programs post here by RFC 8058 without our cookie
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click unsubscribes; the link alone does nothing and signs nobody in."""
    read = read_stop_token(token)
    person = Person.objects.filter(pk=read[0], is_active=True).first() if read else None
    if read is None or person is None:
        raise Http404
    kind = KINDS.get(read[1])  # none for the digest
    context: dict[str, object] = {"kind": kind}
    if request.method == "POST" and "undo" in request.POST:
        before = _before(request.POST["undo"])
        actions.choose(person, {n: r for n, r in before.items() if read[1] in {n, DIGEST}})
        context["state"] = "restored"
    elif request.method == "POST":
        held = queries.rhythms_of(person)
        daily = [name for name, rhythm in held.items() if rhythm == Rhythm.DAILY]
        stopped = [kind.name] if kind else daily
        actions.choose(person, dict.fromkeys(stopped, Rhythm.NEVER))
        # Kept by the page, not by us: what the button « Finalement » gives back. Where nothing is left to stop (a
        # second press, or the mail program was first) that is the default.
        lost = stopped or [name for name in daily_by_default() if held[name] == Rhythm.NEVER]
        before = {name: KINDS[name].rhythm if held[name] == Rhythm.NEVER else held[name] for name in lost}
        context["undo"] = " ".join(f"{name}:{rhythm}" for name, rhythm in before.items())
        context["state"] = "stopped"
    return render(request, "notices/stop.html", context)


def _before(text: str) -> dict[str, str]:
    """« answer:daily thanks:at_once » as the page kept it; anything else is left out."""
    pairs = (each.partition(":")[::2] for each in text.split())
    return {name: rhythm for name, rhythm in pairs if name in KINDS and rhythm in Rhythm.values}
