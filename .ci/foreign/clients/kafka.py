"""What people do with a Kafka broker, done by librdkafka. Needs KAFKA_BROKERS."""

import os
import time
from uuid import uuid4

from confluent_kafka import (
    Consumer,
    ConsumerGroupState,
    KafkaException,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
)

address = {"bootstrap.servers": os.environ["KAFKA_BROKERS"]}
admin = AdminClient(address)
wait_s = 20


def results(futures):
    return {key: future.result(wait_s) for key, future in futures.items()}


def topic(partitions=1, **config):
    name = f"foreign-librdkafka-{uuid4()}"
    settings = {key.replace("_", "."): value for key, value in config.items()}
    results(admin.create_topics([NewTopic(name, partitions, 1, config=settings)]))
    return name


def produce(name, values, key=None, start_ms=0, **config):
    producer = Producer({**address, "linger.ms": 20, **config})
    failed = []
    for at, value in enumerate(values):
        producer.produce(
            name,
            value,
            key=key and key(at),
            timestamp=start_ms + at if start_ms else 0,
            on_delivery=lambda error, _: error and failed.append(error),
        )
    left = producer.flush(wait_s)
    assert left == 0 and not failed, (left, failed)


def consumer(name, group=None, **config):
    group = group or f"foreign-{uuid4()}"
    settings = {"group.id": group, "auto.offset.reset": "earliest", "session.timeout.ms": 6000}
    opened = Consumer({**address, **settings, **config})
    opened.subscribe([name])
    return opened


def read(opened, count):
    messages, end = [], time.monotonic() + wait_s
    while len(messages) < count and time.monotonic() < end:
        message = opened.poll(0.2)
        if message is not None:
            assert message.error() is None, message.error()
            messages.append(message)
    return messages


def read_all(name, count):
    opened = consumer(name)
    try:
        return [one.value().decode() for one in read(opened, count)]
    finally:
        opened.close()


def fails_with(code, act):
    try:
        act()
    except KafkaException as error:
        assert error.args[0].name() == code, error
        return
    raise AssertionError(f"expected {code}")


def watermarks(name):
    opened = Consumer({**address, "group.id": "none"})
    try:
        return opened.get_watermark_offsets(TopicPartition(name, 0), timeout=wait_s)
    finally:
        opened.close()


def eventually(act):
    for _ in range(100):
        if act():
            return
        time.sleep(0.2)
    raise AssertionError("it did not happen")


def codec(name):
    def check():
        created = topic()
        values = [f"{at} " + "x" * 100 for at in range(200)]
        produce(created, values, **{"compression.type": name})
        assert read_all(created, 200) == values

    check.__name__ = f"produces_and_consumes_with_{name}"
    return check


def finds_a_time_in_batches(name):
    def check():
        created = topic()
        start = int(time.time() * 1000) - 60_000
        values = ["x" * 50] * 300
        produce(created, values, start_ms=start, **{"compression.type": name})
        opened = Consumer({**address, "group.id": "none"})
        for at in (0, 1, 123, 299):
            [found] = opened.offsets_for_times([TopicPartition(created, 0, start + at)], wait_s)
            assert found.offset == at, (at, found)
        opened.close()

    check.__name__ = f"finds_the_exact_record_of_a_time_with_{name}"
    return check


def produces_idempotently():
    created = topic()
    produce(created, [str(at) for at in range(500)], **{"enable.idempotence": True})
    assert read_all(created, 500) == [str(at) for at in range(500)]


def shares_a_topic_in_a_group():
    created, group = topic(4), f"foreign-{uuid4()}"
    one, other = consumer(created, group), consumer(created, group)

    def is_shared():
        one.poll(0.1), other.poll(0.1)
        return len(one.assignment()) == 2 and len(other.assignment()) == 2

    eventually(is_shared)
    one.close(), other.close()


def static_member(name, group, instance):
    settings = {"group.instance.id": instance, "heartbeat.interval.ms": 500}
    return consumer(name, group, **settings)


def partitions_of(opened):
    return sorted(one.partition for one in opened.assignment())


def keeps_the_part_of_a_static_member_that_restarts():
    created, group = topic(4), f"foreign-{uuid4()}"
    stays, restarts = static_member(created, group, "a"), static_member(created, group, "b")

    def is_shared():
        stays.poll(0.1), restarts.poll(0.1)
        return len(stays.assignment()) == 2 and len(restarts.assignment()) == 2

    eventually(is_shared)
    before = partitions_of(stays), partitions_of(restarts)
    restarts.close()
    end = time.monotonic() + 2.5
    while time.monotonic() < end:
        stays.poll(0.1)
    again = static_member(created, group, "b")
    eventually(lambda: (again.poll(0.1), len(again.assignment()) == 2)[1])
    assert (partitions_of(stays), partitions_of(again)) == before
    stays.close(), again.close()


def fences_the_static_member_before():
    created, group = topic(), f"foreign-{uuid4()}"
    produce(created, ["a"])
    first = static_member(created, group, "a")
    [message] = read(first, 1)
    first.commit(message, asynchronous=False)
    second = static_member(created, group, "a")
    eventually(lambda: (second.poll(0.1), len(second.assignment()) == 1)[1])

    def is_fenced():
        failed = first.poll(0.1)
        return failed is not None and "fenced" in str(failed.error())

    eventually(is_fenced)
    first.close(), second.close()


def commits_and_goes_on():
    created, group = topic(), f"foreign-{uuid4()}"
    produce(created, ["a", "b", "c"])
    first = consumer(created, group, **{"enable.auto.commit": False})
    [message] = read(first, 1)
    first.commit(message, asynchronous=False)
    first.close()
    second = consumer(created, group)
    assert [one.value() for one in read(second, 2)] == [b"b", b"c"]
    second.close()


def lists_groups_by_state():
    created, group = topic(), f"foreign-{uuid4()}"
    opened = consumer(created, group)

    def names(state):
        return [one.group_id for one in admin.list_consumer_groups(states={state}).result(wait_s).valid]

    def is_stable():
        opened.poll(0.1)
        return group in names(ConsumerGroupState.STABLE)

    eventually(is_stable)
    assert group not in names(ConsumerGroupState.EMPTY)
    [described] = results(admin.describe_consumer_groups([group])).values()
    assert len(described.members) == 1
    opened.close()


def deletes_records():
    created = topic()
    produce(created, [str(at) for at in range(10)])
    [deleted] = results(admin.delete_records([TopicPartition(created, 0, 4)])).values()
    assert deleted.low_watermark == 4
    assert watermarks(created) == (4, 10)
    assert read_all(created, 6) == ["4", "5", "6", "7", "8", "9"]
    fails_with(
        "OFFSET_OUT_OF_RANGE",
        lambda: results(admin.delete_records([TopicPartition(created, 0, 11)])),
    )


def begins_anew_where_its_offset_is_gone():
    created, group = topic(), f"foreign-{uuid4()}"
    produce(created, ["a", "b", "c"])
    opened = consumer(created, group)
    opened.commit(offsets=[TopicPartition(created, 0, 1)], asynchronous=False)
    results(admin.delete_records([TopicPartition(created, 0, 2)]))
    assert [one.value() for one in read(opened, 1)] == [b"c"]
    opened.close()


def shows_and_changes_settings():
    created = topic(retention_ms="1000000", segment_bytes="2000000")
    resource = ConfigResource(ConfigResource.Type.TOPIC, created)

    def shown(name):
        [entries] = results(admin.describe_configs([resource])).values()
        return entries[name].value, entries[name].is_default

    assert shown("retention.ms") == ("1000000", False)
    assert shown("cleanup.policy") == ("delete", True)
    assert shown("min.cleanable.dirty.ratio") == ("0.5", True)

    def change(name, operation, value=None):
        entry = ConfigEntry(name, value, incremental_operation=operation)
        wanted = ConfigResource(
            ConfigResource.Type.TOPIC, created, incremental_configs=[entry]
        )
        results(admin.incremental_alter_configs([wanted]))

    change("retention.ms", AlterConfigOpType.SET, "2000000")
    change("cleanup.policy", AlterConfigOpType.APPEND, "compact")
    change("segment.bytes", AlterConfigOpType.DELETE)
    eventually(lambda: shown("retention.ms") == ("2000000", False))
    eventually(lambda: shown("cleanup.policy") == ("delete,compact", False))
    eventually(lambda: shown("segment.bytes") == ("1073741824", True))
    fails_with("INVALID_CONFIG", lambda: change("no.such", AlterConfigOpType.SET, "1"))


def compacts():
    created = topic(
        cleanup_policy="compact",
        min_cleanable_dirty_ratio="0.01",
        segment_ms="100",
    )
    for _ in range(4):
        produce(created, [str(at) for at in range(30)], key=lambda at: f"k{at % 3}")
        time.sleep(0.3)
    produce(created, ["end"], key=lambda _: "end")

    def last_of_each():
        opened = consumer(created)
        found = [one.value() for one in read(opened, 1) + drain(opened)]
        opened.close()
        return len(found) < 70 and found[-4:] == [b"27", b"28", b"29", b"end"]

    eventually(last_of_each)
    fails_with(
        "POLICY_VIOLATION",
        lambda: results(admin.delete_records([TopicPartition(created, 0, 1)])),
    )


def drain(opened):
    messages = []
    while (message := opened.poll(1)) is not None:
        messages.append(message)
    return messages


def deletes_what_is_too_old():
    created = topic(retention_ms="1000", segment_ms="500")
    produce(created, ["old"] * 5)
    eventually(lambda: watermarks(created) == (5, 5))
    produce(created, ["new"])
    assert watermarks(created)[1] == 6


def adds_partitions_and_deletes_topics():
    created = topic(1)
    results(admin.create_partitions([NewPartitions(created, 3)]))
    eventually(lambda: len(admin.list_topics(created, wait_s).topics[created].partitions) == 3)
    results(admin.delete_topics([created]))
    eventually(lambda: created not in admin.list_topics(timeout=wait_s).topics)


def is_told_what_is_wrong():
    fails_with(
        "INVALID_REPLICATION_FACTOR",
        lambda: results(admin.create_topics([NewTopic(f"foreign-{uuid4()}", 1, 3)])),
    )
    name = topic()
    fails_with("TOPIC_ALREADY_EXISTS", lambda: results(admin.create_topics([NewTopic(name, 1, 1)])))


checks = [
    *[codec(name) for name in ("none", "gzip", "snappy", "lz4", "zstd")],
    *[finds_a_time_in_batches(name) for name in ("none", "gzip", "snappy", "lz4")],
    produces_idempotently,
    shares_a_topic_in_a_group,
    keeps_the_part_of_a_static_member_that_restarts,
    fences_the_static_member_before,
    commits_and_goes_on,
    lists_groups_by_state,
    deletes_records,
    begins_anew_where_its_offset_is_gone,
    shows_and_changes_settings,
    compacts,
    deletes_what_is_too_old,
    adds_partitions_and_deletes_topics,
    is_told_what_is_wrong,
]
for check in checks:
    what = f"librdkafka {check.__name__.replace('_', ' ')}"
    try:
        check()
        print("ok", what, flush=True)
    except Exception as error:
        print(f"not ok {what}: {type(error).__name__} {error}".replace("\n", " "), flush=True)
