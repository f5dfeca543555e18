import com.eventstore.dbclient.*;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What QuickSale does with an event store, done by the Java client. Needs EVENTSTORE_URL. */
public class EventStore {
  interface Check {
    void run() throws Exception;
  }

  static EventStoreDBClient client;

  public static void main(String[] args) throws Exception {
    client =
        EventStoreDBClient.create(
            EventStoreDBConnectionString.parseOrThrow(System.getenv("EVENTSTORE_URL")));
    check("appends and reads", EventStore::appendsAndReads);
    check("refuses a wrong revision", EventStore::refusesWrongRevision);
    check("knows a repetition", EventStore::knowsRepetition);
    check("reports what is missing", EventStore::reportsMissing);
    check("tells the last position of a stream", EventStore::tellsLastPosition);
    check("deletes and brings back", EventStore::deletesAndBringsBack);
    check("tombstones", EventStore::tombstones);
    check("obeys metadata", EventStore::obeysMetadata);
    check("reads all from a position", EventStore::readsAll);
    check("subscribes to a stream", EventStore::subscribesToStream);
    check("subscribes to all with a filter", EventStore::subscribesToAll);
    check("writes many at once", EventStore::writesMany);
    client.shutdown().get();
    System.exit(0);
  }

  static void check(String what, Check check) {
    try {
      check.run();
      System.out.println("ok db-client-java " + what);
    } catch (Throwable error) {
      System.out.println("not ok db-client-java " + what + ": " + error);
    }
  }

  static void appendsAndReads() throws Exception {
    String name = stream();
    WriteResult result = append(name, ExpectedRevision.noStream(), "a", "b", "c");
    require(result.getNextExpectedRevision().equals(ExpectedRevision.expectedRevision(2)));
    List<ResolvedEvent> found = read(name, ReadStreamOptions.get());
    require(texts(found).equals(List.of("a", "b", "c")));
    require(found.get(2).getEvent().getRevision() == 2);
    require(found.get(2).getEvent().getPosition().equals(result.getLogPosition()));
    require(texts(read(name, ReadStreamOptions.get().backwards().fromEnd().maxCount(2))).equals(List.of("c", "b")));
  }

  static void refusesWrongRevision() throws Exception {
    String name = stream();
    append(name, ExpectedRevision.noStream(), "a");
    fails(WrongExpectedVersionException.class, () -> append(name, ExpectedRevision.noStream(), "b"));
    fails(WrongExpectedVersionException.class, () -> append(name, ExpectedRevision.expectedRevision(7), "b"));
  }

  static void knowsRepetition() throws Exception {
    String name = stream();
    EventData once = event("once");
    AppendToStreamOptions options = AppendToStreamOptions.get().expectedRevision(ExpectedRevision.noStream());
    WriteResult first = client.appendToStream(name, options, once).get();
    WriteResult second = client.appendToStream(name, options, once).get();
    require(first.getLogPosition().equals(second.getLogPosition()));
    require(read(name, ReadStreamOptions.get()).size() == 1);
  }

  static void reportsMissing() throws Exception {
    fails(StreamNotFoundException.class, () -> read(stream(), ReadStreamOptions.get()));
  }

  static void tellsLastPosition() throws Exception {
    String name = stream();
    append(name, ExpectedRevision.any(), "a", "b", "c");
    require(client.readStream(name, ReadStreamOptions.get()).get().getLastStreamPosition() == 2);
  }

  static void deletesAndBringsBack() throws Exception {
    String name = stream();
    append(name, ExpectedRevision.any(), "old");
    client.deleteStream(name).get();
    fails(StreamNotFoundException.class, () -> read(name, ReadStreamOptions.get()));
    append(name, ExpectedRevision.any(), "new");
    List<ResolvedEvent> found = read(name, ReadStreamOptions.get());
    require(texts(found).equals(List.of("new")) && found.get(0).getEvent().getRevision() == 1);
  }

  static void tombstones() throws Exception {
    String name = stream();
    append(name, ExpectedRevision.any(), "a");
    client.tombstoneStream(name).get();
    failsAsDeleted(() -> read(name, ReadStreamOptions.get()));
    failsAsDeleted(() -> append(name, ExpectedRevision.any(), "b"));
  }

  static void obeysMetadata() throws Exception {
    String name = stream();
    append(name, ExpectedRevision.any(), "0", "1", "2", "3", "4");
    StreamMetadata metadata = new StreamMetadata();
    metadata.setMaxCount(2L);
    client.setStreamMetadata(name, metadata).get();
    require(client.getStreamMetadata(name).get().getMaxCount() == 2L);
    require(texts(read(name, ReadStreamOptions.get())).equals(List.of("3", "4")));
  }

  static void readsAll() throws Exception {
    String name = stream();
    Position position = append(name, ExpectedRevision.any(), "a").getLogPosition();
    append(name, ExpectedRevision.any(), "b");
    ReadAllOptions options = ReadAllOptions.get().fromPosition(position).maxCount(1000);
    List<String> own = new ArrayList<>();
    for (ResolvedEvent one : client.readAll(options).get().getEvents()) {
      if (one.getEvent().getStreamId().equals(name)) own.add(textOf(one));
    }
    require(own.equals(List.of("a", "b")));
  }

  static void subscribesToStream() throws Exception {
    String name = stream();
    append(name, ExpectedRevision.any(), "before");
    BlockingQueue<ResolvedEvent> events = new LinkedBlockingQueue<>();
    Subscription subscription = client.subscribeToStream(name, into(events)).get();
    append(name, ExpectedRevision.any(), "after");
    require(textOf(next(events)).equals("before") && textOf(next(events)).equals("after"));
    subscription.stop();
  }

  static void subscribesToAll() throws Exception {
    String name = stream();
    BlockingQueue<ResolvedEvent> events = new LinkedBlockingQueue<>();
    SubscribeToAllOptions options =
        SubscribeToAllOptions.get()
            .fromEnd()
            .filter(SubscriptionFilter.newBuilder().addStreamNamePrefix(name).build());
    Subscription subscription = client.subscribeToAll(into(events), options).get();
    append(stream(), ExpectedRevision.any(), "other");
    append(name, ExpectedRevision.any(), "wanted");
    require(textOf(next(events)).equals("wanted"));
    subscription.stop();
  }

  static void writesMany() throws Exception {
    String name = stream();
    String[] texts = new String[1000];
    java.util.Arrays.fill(texts, "x".repeat(500));
    append(name, ExpectedRevision.any(), texts);
    require(read(name, ReadStreamOptions.get().maxCount(2000)).size() == 1000);
  }

  static SubscriptionListener into(BlockingQueue<ResolvedEvent> events) {
    return new SubscriptionListener() {
      @Override
      public void onEvent(Subscription subscription, ResolvedEvent event) {
        events.add(event);
      }
    };
  }

  static ResolvedEvent next(BlockingQueue<ResolvedEvent> events) throws Exception {
    ResolvedEvent event = events.poll(10, TimeUnit.SECONDS);
    require(event != null);
    return event;
  }

  static String stream() {
    return "foreign-java-" + UUID.randomUUID();
  }

  static EventData event(String text) {
    byte[] data = ("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    return EventData.builderAsJson(UUID.randomUUID(), "Tried", data).build();
  }

  static WriteResult append(String name, ExpectedRevision expected, String... texts) throws Exception {
    List<EventData> events = new ArrayList<>();
    for (String text : texts) events.add(event(text));
    AppendToStreamOptions options = AppendToStreamOptions.get().expectedRevision(expected);
    return client.appendToStream(name, options, events.iterator()).get();
  }

  static List<ResolvedEvent> read(String name, ReadStreamOptions options) throws Exception {
    return client.readStream(name, options).get().getEvents();
  }

  static String textOf(ResolvedEvent one) {
    return new String(one.getEvent().getEventData(), StandardCharsets.UTF_8).split("\"")[3];
  }

  static List<String> texts(List<ResolvedEvent> events) {
    List<String> found = new ArrayList<>();
    for (ResolvedEvent one : events) found.add(textOf(one));
    return found;
  }

  static void require(boolean holds) {
    if (!holds) throw new AssertionError("something else was found");
  }

  /** The client has an error of its own for it, and passes on that of gRPC in some calls. */
  static void failsAsDeleted(Check act) throws Exception {
    try {
      act.run();
    } catch (ExecutionException error) {
      if (error.getCause() instanceof StreamDeletedException) return;
      if (error.getCause().getMessage().contains("FAILED_PRECONDITION")) return;
      throw error;
    }
    throw new AssertionError("expected that the stream is deleted");
  }

  static void fails(Class<? extends Throwable> kind, Check act) throws Exception {
    try {
      act.run();
    } catch (ExecutionException error) {
      if (kind.isInstance(error.getCause())) return;
      throw error;
    }
    throw new AssertionError("expected " + kind.getSimpleName());
  }
}
