"""What QuickSale does with an event store, done by esdbclient. Needs EVENTSTORE_URL."""

import os
import threading
import time
from uuid import uuid4

from esdbclient import EventStoreDBClient, NewEvent, StreamState
from esdbclient.exceptions import NotFound, StreamIsDeleted, WrongCurrentVersion

client = EventStoreDBClient(uri=os.environ["EVENTSTORE_URL"])


def stream():
    return f"foreign-python-{uuid4()}"


def event(text="x", id=None):
    return NewEvent(type="Tried", data=b'{"text":"%s"}' % text.encode(), id=id or uuid4())


def append(name, *events, current=StreamState.ANY):
    return client.append_to_stream(name, current_version=current, events=list(events))


def texts(events):
    return [one.data.decode().split('"')[3] for one in events]


def fails_with(kind, act):
    try:
        act()
    except kind:
        return
    raise AssertionError(f"expected {kind.__name__}")


def appends_and_reads():
    name = stream()
    position = append(name, event("a"), event("b"), event("c"), current=StreamState.NO_STREAM)
    found = client.get_stream(name)
    assert texts(found) == ["a", "b", "c"], found
    assert [one.stream_position for one in found] == [0, 1, 2]
    assert found[-1].commit_position == position
    assert texts(client.get_stream(name, backwards=True, limit=2)) == ["c", "b"]
    assert texts(client.get_stream(name, stream_position=1)) == ["b", "c"]


def refuses_a_wrong_version():
    name = stream()
    append(name, event(), current=StreamState.NO_STREAM)
    fails_with(WrongCurrentVersion, lambda: append(name, event(), current=StreamState.NO_STREAM))
    fails_with(WrongCurrentVersion, lambda: append(name, event(), current=7))


def knows_a_repetition():
    name, once = stream(), event()
    first = append(name, once, current=StreamState.NO_STREAM)
    assert append(name, once, current=StreamState.NO_STREAM) == first
    assert len(client.get_stream(name)) == 1


def tells_the_current_version():
    name = stream()
    assert client.get_current_version(name) is StreamState.NO_STREAM
    append(name, event(), event())
    assert client.get_current_version(name) == 1


def reports_what_is_missing():
    fails_with(NotFound, lambda: client.get_stream(stream()))


def deletes_and_brings_back():
    name = stream()
    append(name, event("old"))
    client.delete_stream(name, current_version=0)
    fails_with(NotFound, lambda: client.get_stream(name))
    append(name, event("new"))
    found = client.get_stream(name)
    assert texts(found) == ["new"] and found[0].stream_position == 1


def tombstones():
    name = stream()
    append(name, event())
    client.tombstone_stream(name, current_version=0)
    fails_with(StreamIsDeleted, lambda: client.get_stream(name))
    fails_with(StreamIsDeleted, lambda: append(name, event()))


def obeys_metadata():
    name = stream()
    append(name, *[event(str(n)) for n in range(5)])
    client.set_stream_metadata(name, metadata={"$maxCount": 2}, current_version=StreamState.NO_STREAM)
    metadata, version = client.get_stream_metadata(name)
    assert metadata == {"$maxCount": 2} and version == 0
    assert texts(client.get_stream(name)) == ["3", "4"]


def keeps_metadata_of_events_and_bytes():
    name, data = stream(), bytes(range(256))
    one = NewEvent(
        type="Ünïcode", data=data, metadata=b'{"by":"python"}', content_type="application/octet-stream"
    )
    append(name, one)
    found = client.get_stream(name)[0]
    assert (found.type, found.data, found.metadata) == ("Ünïcode", data, b'{"by":"python"}')
    assert found.id == one.id and found.content_type == "application/octet-stream"


def reads_all_from_a_position():
    name = stream()
    first = append(name, event("a"))
    append(name, event("b"))
    found = client.read_all(commit_position=first, filter_include=[name], filter_by_stream_name=True)
    assert texts(found) == ["a", "b"]
    last = next(iter(client.read_all(backwards=True, limit=1)))
    assert last.commit_position >= first


def subscribes_to_a_stream():
    name = stream()
    append(name, event("before"))
    with client.subscribe_to_stream(name) as subscription:
        later(lambda: append(name, event("after")))
        assert texts([next(subscription), next(subscription)]) == ["before", "after"]


def subscribes_to_all_with_a_filter():
    name = stream()
    start = client.get_commit_position()
    with client.subscribe_to_all(
        commit_position=start, filter_include=[f"{name}.*"], filter_by_stream_name=True
    ) as subscription:
        later(lambda: (append(stream(), event("other")), append(name, event("wanted"))))
        found = next(subscription)
        assert found.stream_name == name and texts([found]) == ["wanted"]


def tells_checkpoints_and_that_it_caught_up():
    append(stream(), *[event() for _ in range(100)])
    seen = set()
    with client.subscribe_to_all(
        filter_include=["no such type"], include_checkpoints=True, include_caught_up=True
    ) as subscription:
        for one in subscription:
            seen.add(type(one).__name__)
            if "CaughtUp" in seen:
                break
    assert "CaughtUp" in seen, seen


def writes_many_at_once():
    name = stream()
    append(name, *[event("x" * 500) for _ in range(1000)])
    assert client.get_current_version(name) == 999
    assert len(client.get_stream(name)) == 1000


def later(act):
    def work():
        time.sleep(0.1)
        act()

    threading.Thread(target=work, daemon=True).start()


checks = [
    appends_and_reads,
    refuses_a_wrong_version,
    knows_a_repetition,
    tells_the_current_version,
    reports_what_is_missing,
    deletes_and_brings_back,
    tombstones,
    obeys_metadata,
    keeps_metadata_of_events_and_bytes,
    reads_all_from_a_position,
    subscribes_to_a_stream,
    subscribes_to_all_with_a_filter,
    tells_checkpoints_and_that_it_caught_up,
    writes_many_at_once,
]
for check in checks:
    what = f"esdbclient {check.__name__.replace('_', ' ')}"
    try:
        check()
        print("ok", what, flush=True)
    except Exception as error:
        print(f"not ok {what}: {type(error).__name__} {error}".replace("\n", " "), flush=True)
client.close()
