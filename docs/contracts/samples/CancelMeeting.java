import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;

/**
 * Sends one cancel command and waits for its outcome. Needs org.apache.kafka:kafka-clients.
 * usage: CancelMeeting BOOTSTRAP SOURCE TENANT_GUID MAILBOX EVENT_ID
 */
public final class CancelMeeting {
    static final String COMMANDS = "meeting.cancel.commands", OUTCOMES = "meeting.cancel.outcomes";

    public static void main(String[] args) throws Exception {
        String bootstrap = args[0], source = args[1], tenant = args[2], mailbox = args[3], event = args[4];
        String id = UUID.randomUUID().toString();
        try (var consumer = consumer(bootstrap)) {
            List<TopicPartition> partitions = consumer.partitionsFor(OUTCOMES).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position); // seeks now: the command is sent only after this
            send(bootstrap, source, id, tenant, mailbox, event);
            System.out.println(await(consumer, source, id));
        }
    }

    static void send(String bootstrap, String source, String id, String tenant, String mailbox, String event)
            throws Exception {
        var settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        // No partitioner is set: the default hashes the key with murmur2, as the worker does.
        String json = """
            {"specversion":"1.0","id":"%s","source":"%s","type":"meeting.command.cancel.v1",
             "data":{"tenant":"%s","target":{"user":"%s"},"event":{"id":"%s"}}}"""
            .formatted(id, source, tenant, mailbox, event); // these values hold no quote; else use a JSON library
        String routingKey = (tenant + "/" + mailbox).toLowerCase(Locale.ROOT); // one mailbox, one partition, in order
        var command = new ProducerRecord<>(COMMANDS, routingKey, json);
        command.headers().add("content-type", "application/cloudevents+json".getBytes("UTF-8"));
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(command).get(); // throws when the command was not stored
        }
    }

    static KafkaConsumer<String, String> consumer(String bootstrap) {
        var settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        // Any other reader sees outcomes of aborted transactions, which never happened.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    static String await(KafkaConsumer<String, String> consumer, String source, String id) {
        Set<String> seen = new HashSet<>(); // outcome ids: one per consumed record, delivery may repeat an outcome
        for (long end = System.nanoTime() + 60_000_000_000L; System.nanoTime() < end;) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                String outcome = record.value();
                boolean isNew = seen.add(text(outcome, "id"));
                boolean isOurs = outcome.contains("\"command\":{\"source\":\"" + source + "\",\"id\":\"" + id + "\"}");
                if (isNew && isOurs) return text(outcome, "type") + " " + text(outcome, "reason");
            }
        }
        return "no outcome within a minute";
    }

    /** The first string member of this name; a service parses the outcome with its JSON library instead. */
    static String text(String json, String name) {
        var found = java.util.regex.Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        return found.find() ? found.group(1) : "";
    }
}
