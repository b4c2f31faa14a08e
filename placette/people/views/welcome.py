"""The steps of somebody new: commune, name, trust."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from placette.core import photos
from placette.core.text import one_line
from placette.people import queries, rules
from placette.people.actions import joining, profile
from placette.people.forms import CommuneForm, NameForm
from placette.people.models import Membership
from placette.places.queries import search


@require_safe
def join(request: HttpRequest, code: str) -> HttpResponse:
    """« Rejoindre » on a commune's page: the commune is remembered through the sign-up."""
    if request.user.is_authenticated:
        return redirect(reverse("people:commune") + "?" + urlencode({"code": code}))
    request.session["commune"] = code
    return redirect("account_signup")


@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Leads to the first step that is missing."""
    standing = request.standing  # type: ignore[attr-defined]
    if not request.user.first_name:  # type: ignore[union-attr]
        return redirect("people:name")
    if standing.has_no_square:
        return redirect("site:feed")
    if not standing.memberships:
        code = request.session.get("commune")
        return redirect(reverse("people:commune") + ("?" + urlencode({"code": code}) if code else ""))
    return redirect("people:trust")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    person = request.user
    kept = ", ".join(offering.text for offering in person.offerings.all())  # type: ignore[union-attr]
    form = NameForm(request.POST or None, request.FILES or None, instance=person, initial={"offerings": kept})  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            profile.introduce(
                person,  # type: ignore[arg-type]
                first_name=said["first_name"],
                last_name=said["last_name"],
                about=said["about"],
                offerings=said["offerings"],
                portrait=next(iter(said["photo"].photos), None),
                without_portrait=bool(request.POST.get("remove_photo")),
            )
            return redirect("people:profile_me" if request.standing.memberships else "people:welcome")  # type: ignore[attr-defined]
        except photos.Refused as refused:
            form.add_error("photo", str(refused))
    return render(request, "people/name.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commune(request: HttpRequest) -> HttpResponse:
    """Without a code: the search. With a code: what one does there, and the quarter."""
    code = request.POST.get("code") or request.GET.get("code") or ""
    chosen = queries.commune_with_space(code) if code.isalnum() and len(code) == 5 else None
    if chosen is None:
        text = one_line(request.GET.get("q", ""))[:120]
        return render(
            request, "people/commune_search.html", {"q": text, "found": search(text) if text else []}
        )
    if not rules.may_join(request.standing, chosen.pk):  # type: ignore[attr-defined]
        return render(request, "people/commune_served.html", {"commune": chosen}, status=403)
    form = CommuneForm(
        request.POST or None, commune_code=chosen.pk, initial={"purpose": Membership.Purpose.HOME}
    )
    if request.method == "POST" and form.is_valid():
        joining.join(request.user, chosen, form.cleaned_data["purpose"], form.cleaned_data.get("quarter"))  # type: ignore[arg-type]
        request.session.pop("commune", None)
        return redirect("people:trust_in", chosen.pk)
    held = [each for each in request.standing.memberships if each.commune_id != chosen.pk]  # type: ignore[attr-defined]
    return render(
        request,
        "people/commune.html",
        {"form": form, "commune": chosen, "held": held, "quarters": queries.quarters(chosen.pk)},
    )
