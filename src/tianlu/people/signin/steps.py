"""OAuth 2 without id_token, by steps that are data: page, code, token, user id (WeCom, DingTalk and the like)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from tianlu.people.signin.openid import Return, Said, ask_json
from tianlu.people.signin.providers import Step, StepsProvider
from tianlu.people.signin.trouble import provider_failed


def page_of_steps(provider: StepsProvider, back: Return) -> str:
    """Where to send the browser. The secret is not among the words that its address may name."""
    words = {"client_id": provider.client_id, "redirect_uri": back.redirect_uri, "state": back.state}
    return f"{provider.page.url}?{urlencode(_filled(provider.page.query, words))}"


def ask_who_by_steps(provider: StepsProvider, http: httpx.Client, back: Return, code: str) -> Said:
    """Raises SignInTrouble."""
    words = {
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "redirect_uri": back.redirect_uri,
        "state": back.state,
        "code": code,
    }
    token = _take(provider, provider.token, http, words)
    subject = _take(provider, provider.user, http, {**words, "token": token})
    return Said(subject, subject if provider.is_staff_number else None)


def _take(provider: StepsProvider, step: Step, http: httpx.Client, words: Mapping[str, str]) -> str:
    request = http.build_request(
        step.method,
        step.url,
        params=_filled(step.query, words) or None,
        json=_filled(step.body, words) or None,
        headers=_filled(step.headers, words),
    )
    answer = ask_json(request, http, provider.id)
    for path, good in step.good.items():
        if _at(answer, path) != good:
            raise provider_failed(provider.id, f"{path} is {_at(answer, path)}")
    found = _at(answer, step.take)
    if not isinstance(found, str | int) or found == "":
        raise provider_failed(provider.id, f"its answer has no {step.take}")
    return str(found)


def _at(answer: Any, path: str) -> Any:
    for name in path.split("."):
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer


def _filled(values: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """Each `{word}` replaced by its value; braces that name no word stay."""
    filled = {}
    for name, value in values.items():
        for word, known in words.items():
            value = known if value == f"{{{word}}}" else value.replace(f"{{{word}}}", known)
        filled[name] = value
    return filled
