"""Signing in elsewhere: a real OpenID provider, and a small server that answers as WeCom and DingTalk say they do."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, update

from hatch_build import wheel_node
from tests.people.signin.post_office import COURIER, COURIER_ID, COURIER_PASSWORD, Office, open_office
from tianlu.people.signin.elsewhere import AnyProvider
from tianlu.people.signin.providers import BadProviders, OpenIdProvider, StepsProvider, read_providers
from tianlu.people.signin.tables import VISITS

CALLBACK = "http://desk.example/api/sign-in/{}/callback"
SECRET = "a-secret-of-the-test"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of panva's oidc-provider, which make setup installs with the desk's packages."""
    node = shutil.which("node") or str(wheel_node())
    script = Path(__file__).with_name("provider.mjs")
    process = subprocess.Popen([node, str(script), CALLBACK.format("sso")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield next(line.strip() for line in process.stdout if line.startswith("http"))
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIANLU_TEST_SECRET", SECRET)


def sso(issuer: str, **changes: str) -> OpenIdProvider:
    values = {"id": "sso", "name": "统一认证", "name_en": "Single sign-on", "issuer": issuer, "client_id": "tianlu"}
    return OpenIdProvider.model_validate({**values, "client_secret_env": "TIANLU_TEST_SECRET", **changes})


def office_with(engine: Engine, provider: AnyProvider) -> Office:
    office = open_office(engine, providers=(provider,))
    office.clock.now = datetime.now(UTC)  # the provider goes by the machine's clock
    return office


def visit(address: str) -> str:
    """What a browser does at the provider: follow it until it is sent back to the desk."""
    with httpx.Client() as browser:
        for _ in range(10):
            answer = browser.get(address)
            address = str(httpx.URL(address).join(answer.headers["location"]))
            if address.startswith("http://desk.example/"):
                return address
    raise AssertionError("the provider did not send the browser back")


def start(browser: TestClient, provider: str = "sso", back_to: str = "/plan") -> str:
    answer = browser.get(f"/api/sign-in/{provider}/start", params={"back_to": back_to}, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def come_back(browser: TestClient, address: str) -> str:
    return browser.get(address, follow_redirects=False).headers["location"]


def test_person_is_found_by_the_claimed_staff_number_and_known_from_then_on(engine: Engine, issuer: str) -> None:
    office = office_with(engine, sso(issuer, staff_number_claim="employee_number"))
    browser = office.browser()
    assert come_back(browser, visit(start(browser))) == "/plan"
    assert browser.get("/api/me").json()["staff_number"] == COURIER
    linked = browser.get("/api/me/identities").json()
    assert [(row["issuer"], row["subject"]) for row in linked] == [(issuer, "subject-of-courier")]
    office.close()


def test_account_that_nobody_linked_signs_nobody_in(engine: Engine, issuer: str) -> None:
    office = office_with(engine, sso(issuer))
    browser = office.browser()
    assert come_back(browser, visit(start(browser))) == "/sign-in?trouble=not_linked"
    assert browser.get("/api/me").status_code == 401
    office.close()


def test_one_links_the_account_that_one_has_there_and_unlinks_it(engine: Engine, issuer: str) -> None:
    office = office_with(engine, sso(issuer))
    own = office.at_desk(COURIER, COURIER_PASSWORD)
    address = own.post("/api/me/identities/sso").json()["address"]
    assert come_back(own, visit(address)) == "/account"
    browser = office.browser()
    assert come_back(browser, visit(start(browser))) == "/plan"
    assert browser.get("/api/me").json()["id"] == COURIER_ID
    row = {"issuer": issuer, "subject": "subject-of-courier"}
    assert browser.post("/api/me/identity/unlink", json=row).status_code == 204
    stranger = office.browser()
    assert come_back(stranger, visit(start(stranger))) == "/sign-in?trouble=not_linked"
    office.close()


def test_code_is_taken_once_and_only_from_the_browser_that_began(engine: Engine, issuer: str) -> None:
    office = office_with(engine, sso(issuer, staff_number_claim="employee_number"))
    browser, thief = office.browser(), office.browser()
    address = visit(start(browser))
    assert come_back(thief, address) == "/sign-in?trouble=visit_over"
    assert come_back(browser, address) == "/sign-in?trouble=visit_over"
    address = visit(start(browser))
    assert come_back(browser, address) == "/plan"
    assert come_back(browser, address) == "/sign-in?trouble=visit_over"
    office.close()


def test_visit_is_over_after_ten_minutes(engine: Engine, issuer: str) -> None:
    office = office_with(engine, sso(issuer, staff_number_claim="employee_number"))
    browser = office.browser()
    address = visit(start(browser))
    office.clock.forward(minutes=10)
    assert come_back(browser, address) == "/sign-in?trouble=visit_over"
    office.close()


@pytest.mark.parametrize("back_to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_nobody_is_sent_on_to_another_site(engine: Engine, issuer: str, back_to: str) -> None:
    office = office_with(engine, sso(issuer, staff_number_claim="employee_number"))
    browser = office.browser()
    assert come_back(browser, visit(start(browser, back_to=back_to))) == "/"
    office.close()


def test_id_token_for_another_nonce_or_of_another_time_is_refused(engine: Engine, issuer: str) -> None:
    office = office_with(engine, sso(issuer, staff_number_claim="employee_number"))
    browser = office.browser()
    address = visit(start(browser))
    with engine.begin() as connection:
        connection.execute(update(VISITS).values(nonce="another"))
    assert come_back(browser, address) == "/sign-in?trouble=provider_failed"
    address = visit(start(browser))
    with engine.begin() as connection:
        connection.execute(update(VISITS).values(expires_at=datetime(2036, 1, 1, tzinfo=UTC)))
    office.clock.forward(hours=2)
    assert come_back(browser, address) == "/sign-in?trouble=provider_failed"
    office.close()


def test_wrong_verifier_is_refused_by_the_provider(engine: Engine, issuer: str) -> None:
    office = office_with(engine, sso(issuer, staff_number_claim="employee_number"))
    browser = office.browser()
    address = visit(start(browser))
    with engine.begin() as connection:
        connection.execute(update(VISITS).values(verifier="v" * 43))
    assert come_back(browser, address) == "/sign-in?trouble=provider_failed"
    office.close()


def test_provider_that_does_not_answer_is_named_as_trouble(engine: Engine) -> None:
    office = office_with(engine, sso("http://127.0.0.1:9"))
    assert start(office.browser()) == "/sign-in?trouble=provider_failed"
    office.close()


# Providers that go by steps of their own


class Recorded(BaseHTTPRequestHandler):
    """Answers in the shapes that WeCom (gettoken, getuserinfo) and DingTalk (userAccessToken, users/me) publish."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/cgi-bin/gettoken":
            is_right = query == {"corpid": "ww-corp", "corpsecret": SECRET}
            good = {"errcode": 0, "errmsg": "ok", "access_token": "wecom-token", "expires_in": 7200}
            self._answer(good if is_right else {"errcode": 40001, "errmsg": "invalid credential"})
        elif url.path == "/cgi-bin/auth/getuserinfo":
            is_right = query == {"access_token": "wecom-token", "code": "good-code"}
            good = {"errcode": 0, "errmsg": "ok", "userid": COURIER, "user_ticket": "USER_TICKET"}
            self._answer(good if is_right else {"errcode": 40029, "errmsg": "invalid code"})
        elif url.path == "/v1.0/contact/users/me":
            is_right = self.headers["x-acs-dingtalk-access-token"] == "ding-token"
            good = {"nick": "才让", "unionId": "union-of-courier", "openId": "123", "stateCode": "86"}
            self._answer(good if is_right else {"code": "InvalidAuthentication"}, 200 if is_right else 400)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        right = {"clientId": "ding-app", "clientSecret": SECRET, "code": "good-code", "grantType": "authorization_code"}
        good = {"accessToken": "ding-token", "refreshToken": "r", "expireIn": 7200, "corpId": "corp"}
        self._answer(good if body == right else {"code": "invalidParameter"}, 200 if body == right else 400)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests' output is for the tests."""

    def _answer(self, body: dict[str, object], status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


@pytest.fixture(scope="module")
def steps_server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorded)
    Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def from_docs(id_: str, server: str, tmp_path: Path) -> StepsProvider:
    """The example of the documentation, with this server in place of the provider's."""
    text = Path("docs/sign-in/oidc.yaml").read_text(encoding="utf-8")
    text = text.replace("TIANLU_WECOM_SECRET", "TIANLU_TEST_SECRET").replace(
        "TIANLU_DINGTALK_SECRET", "TIANLU_TEST_SECRET"
    )
    text = text.replace("TIANLU_SSO_SECRET", "TIANLU_TEST_SECRET")
    for host in ("https://qyapi.weixin.qq.com", "https://api.dingtalk.com"):
        text = text.replace(f"url: {host}", f"url: {server}")
    path = tmp_path / "oidc.yaml"
    path.write_text(text, encoding="utf-8")
    provider = next(each for each in read_providers(path) if each.id == id_)
    assert isinstance(provider, StepsProvider)
    return provider


def test_wecom_names_the_person_by_staff_number(engine: Engine, steps_server: str, tmp_path: Path) -> None:
    office = office_with(engine, from_docs("wecom", steps_server, tmp_path))
    browser = office.browser()
    sent = httpx.URL(start(browser, "wecom"))
    assert (sent.host, sent.params["appid"]) == ("login.work.weixin.qq.com", "ww-corp")
    assert SECRET not in str(sent)
    back = f"{sent.params['redirect_uri']}?code=good-code&state={sent.params['state']}"
    assert come_back(browser, back) == "/plan"
    assert browser.get("/api/me").json()["staff_number"] == COURIER
    office.close()


def test_wecom_that_says_an_error_signs_nobody_in(engine: Engine, steps_server: str, tmp_path: Path) -> None:
    office = office_with(engine, from_docs("wecom", steps_server, tmp_path))
    browser = office.browser()
    state = httpx.URL(start(browser, "wecom")).params["state"]
    back = f"/api/sign-in/wecom/callback?code=bad-code&state={state}"
    assert come_back(browser, back) == "/sign-in?trouble=provider_failed"
    office.close()


def test_dingtalk_account_is_linked_and_then_signs_in(engine: Engine, steps_server: str, tmp_path: Path) -> None:
    office = office_with(engine, from_docs("dingtalk", steps_server, tmp_path))
    own = office.at_desk(COURIER, COURIER_PASSWORD)
    state = httpx.URL(own.post("/api/me/identities/dingtalk").json()["address"]).params["state"]
    assert come_back(own, f"/api/sign-in/dingtalk/callback?code=good-code&state={state}") == "/account"
    browser = office.browser()
    state = httpx.URL(start(browser, "dingtalk")).params["state"]
    assert come_back(browser, f"/api/sign-in/dingtalk/callback?code=good-code&state={state}") == "/plan"
    assert browser.get("/api/me").json()["staff_number"] == COURIER
    office.close()


def test_file_that_cannot_be_used_says_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "oidc.yaml"
    assert read_providers(path) == ()
    path.write_text("- {id: sso, kind: oidc, name: 统一认证, name_en: SSO, issuer: https://id.example, client_id: t}")
    with pytest.raises(BadProviders, match="client_secret_env or client_secret_file"):
        read_providers(path)
    path.write_text(path.read_text().replace("client_id: t", "client_id: t, client_secret_env: TIANLU_NOT_THERE"))
    assert "TIANLU_NOT_THERE" not in os.environ
    with pytest.raises(BadProviders, match="TIANLU_NOT_THERE"):
        read_providers(path)
