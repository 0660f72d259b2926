"""Microsoft's own Python SDK against the simulator: cancels on all ten paths of the API page, then ignores throttling.

usage: msgraph_cancel.py https://127.0.0.1:PORT     (SSL_CERT_FILE names the simulator's authority; see run.sh)
Prints a line per finding; exit 1 when one is not as it should be.
"""

import asyncio
import sys
import time
from collections import Counter

import httpx
from azure.core.credentials import AccessToken
from kiota_abstractions.api_error import APIError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from kiota_http.middleware.options import RetryHandlerOption
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.groups.item.calendar.events.item.cancel.cancel_post_request_body import (
    CancelPostRequestBody as GroupCalendarBody,
)
from msgraph.generated.groups.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody as GroupBody
from msgraph.generated.users.item.calendar.events.item.cancel.cancel_post_request_body import (
    CancelPostRequestBody as CalendarBody,
)
from msgraph.generated.users.item.calendar_groups.item.calendars.item.events.item.cancel.cancel_post_request_body import (
    CancelPostRequestBody as CalendarGroupBody,
)
from msgraph.generated.users.item.calendars.item.events.item.cancel.cancel_post_request_body import (
    CancelPostRequestBody as CalendarsBody,
)
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody as EventsBody

TENANT, ADA, FARID = "aurora.example", "a1000000-0000-4000-8000-000000000001", "farid@aurora.example"
TEAM = "b1000000-0000-4000-8000-000000000001"
PROJECTS, LAUNCHES = "AAMkLab1_calendar-projectsAAA=", "AAMkLab1_calendar-launchesAAA="
PROGRAMMES = "AAMkLab1_group-programmesAAA="
COMMENT = "Cancelling for this week due to all hands"
ATTENDEES = {"bruno@aurora.example", "chen@aurora.example", "guest@outside.example"}


class StaticCredential:
    """A token that somebody else got."""

    def __init__(self, token):
        self.token = token

    async def get_token(self, *scopes, **options):
        return AccessToken(self.token, int(time.time()) + 3600)


def graph(root, token):
    provider = AzureIdentityAuthenticationProvider(
        StaticCredential(token), scopes=["https://graph.microsoft.com/.default"], allowed_hosts=["127.0.0.1"]
    )
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = f"{root}/v1.0"
    return GraphServiceClient(request_adapter=adapter)


def ten_paths(app, ada):
    """(path, meeting, the SDK's way to its cancel action, the body's class)"""

    def event(name):
        return f"AAMkLab1_{name}-AAA="

    user, me, team = app.users.by_user_id(ADA), ada.me, ada.groups.by_group_id(TEAM)
    for path, owner, names in (
        ("users/{id}", user, ("review", "budget", "roadmap", "launch")),
        ("me", me, ("offsite", "interview", "hiring", "retro")),
    ):
        events, calendar, projects, launches = names
        yield f"{path}/events", events, owner.events.by_event_id(event(events)), EventsBody
        yield f"{path}/calendar/events", calendar, owner.calendar.events.by_event_id(event(calendar)), CalendarBody
        calendars = owner.calendars.by_calendar_id(PROJECTS)
        yield f"{path}/calendars/{{id}}/events", projects, calendars.events.by_event_id(event(projects)), CalendarsBody
        group = owner.calendar_groups.by_calendar_group_id(PROGRAMMES).calendars.by_calendar_id(LAUNCHES)
        yield (
            f"{path}/calendarGroups/{{id}}/calendars/{{id}}/events", launches,
            group.events.by_event_id(event(launches)), CalendarGroupBody,
        )  # fmt: skip
    yield "groups/{id}/events", "townhall", team.events.by_event_id(event("townhall")), GroupBody
    yield (
        "groups/{id}/calendar/events", "planning", team.calendar.events.by_event_id(event("planning")),
        GroupCalendarBody,
    )  # fmt: skip


async def cancel_on_all_paths(app, ada, control):
    wrong = 0
    for path, meeting, event, body in ten_paths(app, ada):
        try:
            await event.cancel.post(body(comment=COMMENT))
            found = "cancelled"
        except APIError as error:
            found = f"refused {error.response_status_code}"
        messages = (await control.get("/_control/outbox")).json()["messages"]
        mails = [mail for mail in messages if mail["subject"] == f"Canceled: Lab {meeting}"]
        told = {mail["to"] for mail in mails} == ATTENDEES and {mail["comment"] for mail in mails} == {COMMENT}
        sound = found == "cancelled" and len(mails) == len(ATTENDEES) and told
        wrong += not sound
        print(f"{'ok   ' if sound else 'WRONG'} {path}/{{id}}/cancel: {found}, {len(mails)} messages with the comment")
    try:
        await app.me.events.by_event_id("AAMkLab1_demo-AAA=").cancel.post(EventsBody(comment=COMMENT))
        print("WRONG me as the application: cancelled")
        wrong += 1
    except APIError as error:
        print(f"ok    me as the application: refused {error.response_status_code} {error.error.code}")
    return wrong


async def ignore_throttling(app, control, count=24):
    """Many requests at once for one mailbox, each answered late, by a client whose retries are switched off."""
    meetings = [
        (await control.post("/_control/meetings", json={"tenant": TENANT, "organizer": FARID})).json()
        for _ in range(count)
    ]
    await control.post(
        "/_control/faults", json={"operation": "cancel", "delayBeforeMilliseconds": 300, "times": None}
    )
    once = RequestConfiguration(options=[RetryHandlerOption(max_retries=0, should_retry=False)])

    async def cancel(meeting):
        event = app.users.by_user_id(FARID).events.by_event_id(meeting["organizerEventID"])
        try:
            await event.cancel.post(EventsBody(), request_configuration=once)
            return 202
        except APIError as error:
            return error.response_status_code

    answers = Counter(await asyncio.gather(*map(cancel, meetings)))
    await control.delete("/_control/faults")
    log = (await control.get(f"/_control/requests?limit={count}")).json()["requests"]
    acted = sum(record["acted"] for record in log)
    sound = answers[202] >= 4 and answers[429] > 0 and answers.total() == count and acted == answers[202]
    print(f"{'ok   ' if sound else 'WRONG'} {count} at once for one mailbox: {dict(sorted(answers.items()))}, {acted} acted")
    return not sound


async def main(root):
    async with httpx.AsyncClient(base_url=root) as control:
        await control.post("/_control/reset")
        tokens = [
            (await control.get("/_control/token", params={"tenant": TENANT, **user})).json()["access_token"]
            for user in ({}, {"user": ADA})
        ]
        app, ada = (graph(root, token) for token in tokens)
        wrong = await cancel_on_all_paths(app, ada, control)
        wrong += await ignore_throttling(app, control)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1])))
