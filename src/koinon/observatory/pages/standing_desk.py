"""The partnership's own rule sets as they are kept: written, looked at, published, ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koinon.kernel.refusals import NotFound, Refused
from koinon.observatory.actions import standing as actions
from koinon.observatory.forms.standing import EndForm, RuleSetForm, refused
from koinon.observatory.queries import rule_sets, standing_preview
from koinon.observatory.rules.standing import may_keep_rule_sets
from koinon.people.pages.guards import permitted, posted
from koinon.people.requests import SignedInRequest

keeping = permitted(may_keep_rule_sets)


@keeping
def own_rule_sets(request: HttpRequest) -> HttpResponse:
    """Every version of the partnership's own, and those of the program to begin from."""
    context = {"kept": rule_sets.kept(), "shipped": list(rule_sets.shipped().values())}
    return render(request, "observatory/standing/desk.html", context)


@keeping
@require_http_methods(["GET", "POST"])
def write_rule_set(request: SignedInRequest) -> HttpResponse:
    """Write a rule set, see who would stand how, then publish it. `from`: the one to begin from."""
    form = RuleSetForm(posted(request), initial={"text": _begin(request)})
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if "publish" in request.POST and _published(request, form):
            return redirect("observatory:rule_set", form.rules.key)
        context["preview"] = standing_preview.preview(form.rules, timezone.localdate())
        context["seen"] = rule_sets.digest(form.cleaned_data["text"])
    return render(request, "observatory/standing/write.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest) -> str:
    key = request.GET.get("from", "")
    return rule_sets.rule_set(key).text if key else ""


def _published(request: SignedInRequest, form: RuleSetForm) -> bool:
    text = form.cleaned_data["text"]
    if form.cleaned_data["seen"] != rule_sets.digest(text):
        form.add_error(None, _("This is not what you saw: look at who would stand how, then publish it."))
        return False
    try:
        actions.publish(by=request.user, text=text, reasons=form.cleaned_data["reasons"], now=timezone.now())
    except Refused as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("The rule set is published; everyone can see who stands how under it."))
    return True


@keeping
@require_http_methods(["GET", "POST"])
def end_rule_set(request: SignedInRequest, key: str) -> HttpResponse:
    """End a rule set of the partnership, with the reasons."""
    held = rule_sets.rule_set(key)
    if not held.own:
        raise NotFound("observatory.rule_set", "There is no rule set of the partnership of this name.")
    form = EndForm(posted(request), initial={"version": held.rules.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(by=request.user, key=key, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The rule set has ended."))
            return redirect("observatory:own_rule_sets")
    context = {"form": form, "held": held}
    return render(request, "observatory/standing/end.html", context, status=422 if form.errors else 200)
