"""`devices:withdraw`: a computer that was lost, or that leaves, loses its access (WIRE section 6).

Promises: the device is none any more for good, and every other one sees since when and by whom; the sign-in under which
it last came ends at once, so that nobody who holds it fetches, sends or enrols anything. What it had not sent stays on
it: whoever signs in there again with his password has it enrolled as a new device, which sends it. Said again it is
done already. Whoever withdraws the device he sits at keeps his sign-in, which is his to end.
May not know: how a device hears of it.

Why the sign-in and not the account: a person who loses a laptop goes on at his desk.
"""

from typing import Any

from onetool_desktop.cloud import ledger, rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.errors import CallError, forbidden
from onetool_desktop.cloud.kept_answers import once
from onetool_desktop.cloud.publishing import publish
from onetool_desktop.domain.team import withdrawal_barred


def withdraw(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, device}` → `{device}`."""
    rid, org, device = args.rid(), args.id("org"), args.id("device")
    ended: set[str] = set()
    with cloud.database.write() as connection:
        held = ledger.lock(connection, org)
        member = rights.member(connection, org, caller.account)
        known = connection.one(
            "SELECT d.account, d.user_id, d.session, d.withdrawn, m.role FROM devices d"
            " LEFT JOIN members m ON m.org_id = d.org_id AND m.account = d.account"
            " WHERE d.org_id = ? AND d.device = ?",
            (org, device),
        )
        if held is None:
            raise forbidden()
        if known is None:
            raise CallError("not_found", "This computer is not one of the organisation's.")
        account, user_id, session, withdrawn, role = known
        barred = withdrawal_barred(member.principal, user=user_id, has=role or "")
        if barred is not None:
            raise CallError(barred.code, barred.sentence)

        def work() -> dict[str, Any]:
            if withdrawn is None:
                now = cloud.clock.now_ms()
                connection.run(
                    "UPDATE devices SET withdrawn = ? WHERE org_id = ? AND device = ?", (now, org, device)
                )
                connection.run("DELETE FROM sightings WHERE org_id = ? AND device = ?", (org, device))
                fields = {"withdrawnAt": now, "withdrawnBy": member.user_id}
                publish(cloud, connection, held, member, {("devices", device): fields})
                # All of its account's where the one under which it last came was never noted.
                his = cloud.tokens.of_account(connection, account) if session is None else {session}
                ended.update(his - {caller.session})
                cloud.tokens.withdraw(connection, ended)
                held.save(connection)
            return {"device": device}

        answer = once(cloud, connection, caller=caller.account, rid=rid, path="devices:withdraw", work=work)
    cloud.tokens.forget(ended)
    return answer
