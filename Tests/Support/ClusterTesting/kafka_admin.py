"""Prepares topics and looks at them, faster than a tool on the Java virtual machine starts.

Usage: kafka_admin.py BOOTSTRAP create TOPIC PARTITIONS [KEY=VALUE …]
                                create-on TOPIC BROKER,… [KEY=VALUE …]
                                await-leader TOPIC BROKER COUNT_IN_SYNC
                                add-partitions TOPIC COUNT
                                configure TOPIC KEY=VALUE …
                                delete TOPIC
                                delete-records TOPIC PARTITION OFFSET
                                offsets TOPIC               prints [[first, next], …]
                                group-offsets GROUP TOPIC   prints {"partition": offset, …}
                                allow USER OPERATION
                                password USER PASSWORD
                                transactions TOPIC FILE
"""
import json
import sys
import time

from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, Producer, TopicPartition
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

TIMEOUT = 30
bootstrap, verb, *arguments = sys.argv[1:]
admin = AdminClient({"bootstrap.servers": bootstrap})


def wait(futures):
    return {key: future.result(TIMEOUT) for key, future in futures.items()}


def partitions(topic):
    described = admin.list_topics(topic, timeout=TIMEOUT).topics[topic]
    if described.error:
        raise SystemExit(f"{topic}: {described.error}")
    return sorted(described.partitions)


def wait_until_led(topic, count):
    """A topic is there before its partitions have leaders, and clients that come in between are told that it is not."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        described = admin.list_topics(topic, timeout=TIMEOUT).topics[topic]
        if not described.error and sum(p.leader >= 0 and not p.error for p in described.partitions.values()) >= count:
            return
        time.sleep(0.05)
    raise SystemExit(f"{topic} has not {count} partitions with leaders after {TIMEOUT} s")


match verb, arguments:
    case "create", [topic, count, *settings]:
        settings = dict(setting.split("=", 1) for setting in settings)
        wait(admin.create_topics([NewTopic(topic, int(count), 1, config=settings)]))
        wait_until_led(topic, int(count))
    case "create-on", [topic, brokers, *settings]:
        settings = dict(setting.split("=", 1) for setting in settings)
        replicas = [int(broker) for broker in brokers.split(",")]
        wait(admin.create_topics([NewTopic(topic, 1, replica_assignment=[replicas], config=settings)]))
        wait_until_led(topic, 1)
    case "await-leader", [topic, broker, count]:
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            partition = admin.list_topics(topic, timeout=TIMEOUT).topics[topic].partitions.get(0)
            if partition and partition.leader == int(broker) and len(partition.isrs) == int(count):
                break
            time.sleep(0.1)
        else:
            raise SystemExit(f"{topic} is not led by {broker} with {count} in sync after {TIMEOUT} s: {partition}")
    case "add-partitions", [topic, count]:
        wait(admin.create_partitions([NewPartitions(topic, int(count))]))
        wait_until_led(topic, int(count))
    case "configure", [topic, *settings]:
        entries = [
            ConfigEntry(*setting.split("=", 1), incremental_operation=AlterConfigOpType.SET) for setting in settings
        ]
        wait(
            admin.incremental_alter_configs(
                [ConfigResource(ConfigResource.Type.TOPIC, topic, incremental_configs=entries)]
            )
        )
    case "delete", [topic]:
        wait(admin.delete_topics([topic]))
    case "delete-records", [topic, partition, offset]:
        wait(admin.delete_records([TopicPartition(topic, int(partition), int(offset))]))
    case "offsets", [topic]:
        consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "kafka-admin"})
        print(
            json.dumps(
                [consumer.get_watermark_offsets(TopicPartition(topic, p), timeout=TIMEOUT) for p in partitions(topic)]
            )
        )
        consumer.close()
    case "group-offsets", [group, topic]:
        request = ConsumerGroupTopicPartitions(group, [TopicPartition(topic, p) for p in partitions(topic)])
        found = wait(admin.list_consumer_group_offsets([request]))[group]
        print(json.dumps({p.partition: p.offset for p in found.topic_partitions if p.offset >= 0}))
    case "allow", [user, operation]:
        bindings = [
            AclBinding(
                kind, "*", ResourcePatternType.LITERAL, f"User:{user}", "*", AclOperation[operation],
                AclPermissionType.ALLOW,
            )
            for kind in (ResourceType.TOPIC, ResourceType.GROUP)
            if kind == ResourceType.TOPIC or operation in ("ALL", "READ", "DESCRIBE", "DELETE")
        ]
        wait(admin.create_acls(bindings))
    case "password", [user, password]:
        for mechanism in (ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512):
            credential = ScramCredentialInfo(mechanism, 4096)
            wait(
                admin.alter_user_scram_credentials(
                    [UserScramCredentialUpsertion(user, credential, password.encode())]
                )
            )
    case "transactions", [topic, path]:
        producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": f"kafka-admin-{topic}"})
        producer.init_transactions(TIMEOUT)
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                transaction = json.loads(line)
                producer.begin_transaction()
                for value in transaction["messages"]:
                    producer.produce(topic, value.encode())
                # Only what has been sent leaves gaps when it is given up.
                producer.flush(TIMEOUT)
                if transaction["commit"]:
                    producer.commit_transaction(TIMEOUT)
                else:
                    producer.abort_transaction(TIMEOUT)
    case _:
        raise SystemExit(__doc__)
