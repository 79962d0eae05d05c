"""Passwords and tokens, with a clock that moves when told."""

import base64
import json
from functools import partial
from typing import Any

import jwt
import pytest

from onetool_desktop.cloud.passwords import Passwords
from tests.cloud.conftest import Local
from tests.support.cloud import PASSWORD, Person, Refused, new_id, refusal


def sign_in(local: Local, email: str, password: str = PASSWORD) -> Any:
    return local.call("mutation", "auth:signIn", {"rid": new_id(), "email": email, "password": password})


def refresh(local: Local, token: str) -> Any:
    return local.call("mutation", "auth:refresh", {"rid": new_id(), "refreshToken": token})


def fail(local: Local, email: str, times: int) -> Refused:
    last = [refusal(lambda: sign_in(local, email, "not the password")) for _ in range(times)][-1]
    assert last is not None
    return last


def test_five_wrong_guesses_are_free_and_the_next_ones_wait(local: Local, owner: Person) -> None:
    assert fail(local, owner.email, 5).status == 200
    with pytest.raises(Refused) as refused:
        sign_in(local, owner.email)
    assert refused.value.status == 429
    local.clock.advance(60_000)
    assert sign_in(local, owner.email)


def test_an_empty_email_is_told_in_plain_words(local: Local) -> None:
    with pytest.raises(Refused, match="The email must be a line of") as refused:
        sign_in(local, "")
    assert "`" not in str(refused.value)


def test_waits_double_up_to_a_minute(local: Local, owner: Person) -> None:
    fail(local, owner.email, 5)
    waits = []
    for _ in range(8):
        with pytest.raises(Refused) as refused:
            sign_in(local, owner.email, "wrong guess")
        waits.append(int("".join(ch for ch in refused.value.data["message"] if ch.isdigit())))
        local.clock.advance(waits[-1] * 1000)
        fail(local, owner.email, 1)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_right_password_forgets_the_wrong_ones(local: Local, owner: Person) -> None:
    fail(local, owner.email, 4)
    sign_in(local, owner.email)
    assert fail(local, owner.email, 5).status == 200


def test_an_address_that_guesses_many_accounts_waits_too(local: Local, owner: Person) -> None:
    for number in range(5):
        fail(local, f"{number}@example.org", 1)
    with pytest.raises(Refused) as refused:
        sign_in(local, owner.email)
    assert refused.value.status == 429


def test_an_address_has_a_hundred_failures_an_hour(local: Local, owner: Person) -> None:
    for number in range(100):
        fail(local, f"{number}@example.org", 1)
        with local.database.write() as connection:  # the waits in between are another story
            connection.run("UPDATE attempts SET until = 0, failures = 0")
    with pytest.raises(Refused) as refused:
        sign_in(local, owner.email)
    assert refused.value.status == 429
    local.clock.advance(3_600_000)
    assert sign_in(local, owner.email)


def test_an_unknown_address_costs_the_work_of_a_known_one(
    local: Local, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[bool] = []
    original = Passwords.verify

    def counted(self: Passwords, kept: str | None, password: str) -> bool:
        verified.append(kept is None)
        return original(self, kept, password)

    monkeypatch.setattr(Passwords, "verify", counted)
    fail(local, owner.email, 1)
    fail(local, "nobody@example.org", 1)
    assert verified == [False, True]


def test_passwords_are_kept_as_argon2id_with_at_least_19_mib_and_two_passes() -> None:
    kept = Passwords().hash(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_weaker_settings_is_made_anew_at_sign_in(local: Local, owner: Person) -> None:
    with local.database.write() as connection:
        weak = Passwords(memory_kib=16, passes=1).hash(PASSWORD)
        connection.run("UPDATE accounts SET password = ?", (weak,))
    sign_in(local, owner.email)
    with local.database.read() as connection:
        assert "m=8," in connection.one("SELECT password FROM accounts")[0]


def test_an_access_token_ends_after_a_quarter_of_an_hour(local: Local, owner: Person) -> None:
    local.clock.advance(15 * 60_000 - 1000)
    owner.query("orgs:list")
    local.clock.advance(1000)
    with pytest.raises(Refused) as refused:
        owner.query("orgs:list")
    assert refused.value.status == 401


def test_a_refresh_token_used_again_within_half_a_minute_is_answered(local: Local, owner: Person) -> None:
    first = refresh(local, owner.refresh)
    local.clock.advance(30_000)
    second = refresh(local, owner.refresh)
    for answer in (first, second):
        assert refresh(local, answer["refreshToken"])


def test_a_refresh_token_used_again_later_ends_the_whole_session(local: Local, owner: Person) -> None:
    newest = refresh(local, owner.refresh)
    local.clock.advance(30_001)
    for token in (owner.refresh, newest["refreshToken"]):
        with pytest.raises(Refused) as refused:
            refresh(local, token)
        assert refused.value.status == 401


def test_another_session_of_the_same_person_goes_on(local: Local, owner: Person) -> None:
    other = sign_in(local, owner.email)
    refresh(local, owner.refresh)
    local.clock.advance(60_000)
    with pytest.raises(Refused):
        refresh(local, owner.refresh)
    assert refresh(local, other["refreshToken"])


def test_a_refresh_token_ends_after_ninety_days(local: Local, owner: Person) -> None:
    local.clock.advance(90 * 24 * 3_600_000 + 1)
    with pytest.raises(Refused):
        refresh(local, owner.refresh)


def test_tokens_and_passwords_stand_nowhere_in_the_database(local: Local, owner: Person) -> None:
    secrets = {PASSWORD, owner.token, owner.refresh}
    with local.database.read() as connection:
        for (table,) in connection.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
            for row in connection.all(f"SELECT * FROM {table}"):
                assert not secrets & {str(value) for value in row}, table


def forged(local: Local, owner: Person) -> dict[str, str]:
    """Tokens that must not be taken, by what is wrong with them."""
    with local.database.read() as connection:
        key = connection.one("SELECT value FROM settings WHERE name = 'signing_key'")[0]
    good = jwt.decode(owner.token, options={"verify_signature": False})
    now = local.clock.now_ms() // 1000

    def signed(
        headers: dict[str, Any] | None = None, key: str = key, alg: str = "HS256", **claims: Any
    ) -> str:
        changed = {k: v for k, v in (good | claims).items() if v is not ...}
        return jwt.encode(changed, key, algorithm=alg, headers=headers)

    head, body, mark = owner.token.split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).rstrip(b"=").decode()
    return {
        "alg none": f"{none}.{body}.",
        "alg none with a signature": f"{none}.{body}.{mark}",
        "another key": signed(key="k" * 48),
        "another algorithm": signed(alg="HS384"),
        "another issuer": signed(iss="onetool-cloud/"),
        "another audience": signed(aud="onetool"),
        "a list of audiences": signed(aud=["onetool-sync", "other"]),
        "no audience": signed(aud=...),
        "no issuer": signed(iss=...),
        "no end": signed(exp=...),
        "no subject": signed(sub=...),
        "no begin": signed(iat=...),
        "an end that was": signed(exp=now),
        "an end that is text": signed(exp="9999999999"),
        "an end that is a float": signed(exp=9999999999.5),
        "a begin to come": signed(iat=now + 3600),
        "not before to come": signed(nbf=now + 3600),
        "an unknown critical header": signed({"crit": ["x"], "x": 1}),
        "a changed body": f"{head}.{body[:-2]}AA.{mark}",
        "no signature": f"{head}.{body}.",
        "two parts": f"{head}.{body}",
        "four parts": f"{owner.token}.x",
        "a space": f" {owner.token[1:]}",
        "not ascii": "é.é.é",
        "a hundred kilobytes": owner.token + "x" * 100_000,
    }


def test_no_forged_token_is_taken(local: Local, owner: Person) -> None:
    owner.query("orgs:list")
    taken = []
    for name, token in forged(local, owner).items():
        refused = refusal(partial(local.call, "query", "orgs:list", {}, token))
        if refused is None or refused.status != 401:
            taken.append(name)
    assert taken == []


@pytest.mark.parametrize("header", ["kid", "jku", "x5u", "jwk"])
def test_what_a_token_says_about_its_key_is_not_followed(local: Local, owner: Person, header: str) -> None:
    good = jwt.decode(owner.token, options={"verify_signature": False})
    token = jwt.encode(good, "k" * 48, algorithm="HS256", headers={header: "http://203.0.113.9/key"})
    with pytest.raises(Refused):
        local.call("query", "orgs:list", {}, token)
