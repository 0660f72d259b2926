// Sends one cancel command and waits for its outcome.  npm install kafkajs
// usage: node cancel.mjs BOOTSTRAP SOURCE TENANT_GUID MAILBOX EVENT_ID
import { randomUUID } from "node:crypto";
import { Kafka, Partitioners } from "kafkajs";

const COMMANDS = "meeting.cancel.commands";
const OUTCOMES = "meeting.cancel.outcomes";
const [bootstrap, source, tenant, mailbox, event] = process.argv.slice(2);
const kafka = new Kafka({ clientId: "cancel-sample", brokers: [bootstrap] });
const id = randomUUID();

async function send() {
  // KafkaJS's DefaultPartitioner is murmur2 as Java's and the worker's; its LegacyPartitioner is not.
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({
    topic: COMMANDS,
    acks: -1,
    messages: [
      {
        key: `${tenant}/${mailbox}`.toLowerCase(), // the routing key: one mailbox, one partition, in order
        headers: { "content-type": "application/cloudevents+json" },
        value: JSON.stringify({
          specversion: "1.0",
          id,
          source,
          type: "meeting.command.cancel.v1",
          data: { tenant, target: { user: mailbox }, event: { id: event } },
        }),
      },
    ],
  });
  await producer.disconnect();
}

// readUncommitted defaults to false, which is read_committed: an aborted transaction's outcomes never happened.
const consumer = kafka.consumer({ groupId: `cancel-sample-${id}`, readUncommitted: false });
await consumer.connect();
await consumer.subscribe({ topic: OUTCOMES, fromBeginning: true });

const seen = new Set(); // outcome ids: one per consumed record, and delivery may repeat an outcome
const found = new Promise((resolve) => {
  consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => {
      const outcome = JSON.parse(message.value.toString());
      if (seen.has(outcome.id)) return;
      seen.add(outcome.id);
      const { command, reason, message: text, resend } = outcome.data;
      if (command?.source === source && command?.id === id) {
        resolve(`${outcome.type.split(".")[2]} ${reason}: ${text} (resend: ${resend})`);
      }
    },
  });
});

await send();
console.log(await Promise.race([found, new Promise((r) => setTimeout(r, 60_000, "no outcome within a minute"))]));
await consumer.disconnect();
process.exit(0);
