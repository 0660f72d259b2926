"""Sends one cancel command and waits for its outcome.  pip install confluent-kafka

usage: cancel.py BOOTSTRAP SOURCE TENANT_GUID MAILBOX EVENT_ID [COMMENT]
"""

import json
import sys
import time
import uuid

from confluent_kafka import Consumer, Producer, TopicPartition

COMMANDS, OUTCOMES = "meeting.cancel.commands", "meeting.cancel.outcomes"


def send(bootstrap, source, tenant, mailbox, event, comment):
    command_id = str(uuid.uuid4())
    command = {
        "specversion": "1.0",
        "id": command_id,
        "source": source,
        "type": "meeting.command.cancel.v1",
        "datacontenttype": "application/json",
        "data": {"tenant": tenant, "target": {"user": mailbox}, "event": {"id": event}},
    }
    if comment:
        command["data"]["comment"] = comment
    # librdkafka's own default, consistent_random, is another hash than the Java clients' and the worker's.
    producer = Producer({"bootstrap.servers": bootstrap, "acks": "all", "partitioner": "murmur2_random"})
    failures = []
    producer.produce(
        COMMANDS,
        key=f"{tenant}/{mailbox}".lower(),  # the routing key: one mailbox, one partition, in order
        value=json.dumps(command).encode(),
        headers=[("content-type", b"application/cloudevents+json")],
        on_delivery=lambda error, message: error and failures.append(error),
    )
    if producer.flush(30) or failures:
        sys.exit(f"not stored: {failures or 'timed out'}")
    return command_id


def outcomes(consumer):
    """The outcomes from now on, each once: `id` names the consumed record, and delivery may repeat an outcome."""
    seen = set()  # a service keeps the ids as long as it may read again, in the store its own results are in
    while True:
        message = consumer.poll(1.0)
        if message is None or message.error() or not message.value():
            yield None
            continue
        outcome = json.loads(message.value())
        if outcome["id"] not in seen:
            seen.add(outcome["id"])
            yield outcome


def main(bootstrap, source, tenant, mailbox, event, comment=None):
    # read_committed: any other reader sees outcomes of aborted transactions, which never happened.
    settings = {"bootstrap.servers": bootstrap, "group.id": "unused", "isolation.level": "read_committed"}
    consumer = Consumer({**settings, "enable.auto.commit": False})
    topic = consumer.list_topics(OUTCOMES, 10).topics[OUTCOMES]
    parts = [TopicPartition(OUTCOMES, number) for number in topic.partitions]
    for part in parts:  # where the topic ends before the command is sent
        part.offset = consumer.get_watermark_offsets(part, 10)[1]
    consumer.assign(parts)
    command_id = send(bootstrap, source, tenant, mailbox, event, comment)
    deadline = time.monotonic() + 60
    for outcome in outcomes(consumer):
        data = outcome["data"] if outcome else {}
        if data.get("command") == {"source": source, "id": command_id}:
            status = outcome["type"].split(".")[2]
            print(f"{status} {data['reason']}: {data['message']} (resend: {data['resend']})")
            return 0 if status == "cancelled" else 1
        if time.monotonic() > deadline:
            return "no outcome within a minute"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
