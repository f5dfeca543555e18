// What people do with a Kafka broker, done by kafka-go. Needs KAFKA_BROKERS.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/compress"
)

var (
	address = strings.Split(os.Getenv("KAFKA_BROKERS"), ",")[0]
	client  = &kafka.Client{Addr: kafka.TCP(address), Timeout: 20 * time.Second}
	names   = 0
)

func newName() string {
	names++
	return fmt.Sprintf("foreign-go-%d-%d", time.Now().UnixNano(), names)
}

func soon() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	time.AfterFunc(20*time.Second, cancel)
	return ctx
}

func require(is bool, format string, args ...interface{}) {
	if !is {
		panic(fmt.Sprintf(format, args...))
	}
}

func requireNo(err error) {
	require(err == nil, "%v", err)
}

func topic(partitions int, config ...kafka.ConfigEntry) string {
	name := newName()
	answer, err := client.CreateTopics(soon(), &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{
		{Topic: name, NumPartitions: partitions, ReplicationFactor: 1, ConfigEntries: config},
	}})
	requireNo(err)
	requireNo(answer.Errors[name])
	return name
}

func produce(name string, codec compress.Compression, values ...string) {
	writer := &kafka.Writer{
		Addr: kafka.TCP(address), Topic: name, Compression: codec,
		RequiredAcks: kafka.RequireAll, BatchTimeout: 10 * time.Millisecond,
	}
	messages := []kafka.Message{}
	for _, value := range values {
		messages = append(messages, kafka.Message{Key: []byte("key"), Value: []byte(value)})
	}
	var err error
	for try := 0; try < 20; try++ {
		if err = writer.WriteMessages(soon(), messages...); !errors.Is(err, kafka.UnknownTopicOrPartition) {
			break
		}
		time.Sleep(200 * time.Millisecond)
	}
	requireNo(err)
	requireNo(writer.Close())
}

func read(reader *kafka.Reader, count int) []string {
	found := []string{}
	for len(found) < count {
		message, err := reader.ReadMessage(soon())
		requireNo(err)
		found = append(found, string(message.Value))
	}
	return found
}

func same(found []string, wanted ...string) {
	require(strings.Join(found, ",") == strings.Join(wanted, ","), "%v", found)
}

func codec(codec compress.Compression) func() {
	return func() {
		name := topic(1)
		long := strings.Repeat("x", 1000)
		produce(name, codec, "a", long, "c")
		reader := kafka.NewReader(kafka.ReaderConfig{
			Brokers: []string{address}, Topic: name, MaxWait: 200 * time.Millisecond,
		})
		same(read(reader, 3), "a", long, "c")
		requireNo(reader.Close())
	}
}

func goesOnInAGroup() {
	name, group := topic(1), newName()
	config := kafka.ReaderConfig{
		Brokers: []string{address}, Topic: name, GroupID: group,
		StartOffset: kafka.FirstOffset, MaxWait: 200 * time.Millisecond,
	}
	produce(name, 0, "a", "b")
	first := kafka.NewReader(config)
	same(read(first, 2), "a", "b")
	requireNo(first.Close())
	produce(name, 0, "c")
	second := kafka.NewReader(config)
	same(read(second, 1), "c")
	requireNo(second.Close())
}

func tellsOffsets() {
	name := topic(1)
	produce(name, 0, "a", "b", "c")
	answer, err := client.ListOffsets(soon(), &kafka.ListOffsetsRequest{
		Topics: map[string][]kafka.OffsetRequest{name: {kafka.FirstOffsetOf(0), kafka.LastOffsetOf(0)}},
	})
	requireNo(err)
	found := answer.Topics[name][0]
	require(found.FirstOffset == 0 && found.LastOffset == 3, "%v", found)
}

func refusesAnOffsetBeyondTheEnd() {
	name := topic(1)
	produce(name, 0, "a")
	answer, err := client.Fetch(soon(), &kafka.FetchRequest{Topic: name, Offset: 7, MinBytes: 1, MaxBytes: 1000, MaxWait: time.Second})
	if err == nil {
		err = answer.Error
	}
	require(errors.Is(err, kafka.OffsetOutOfRange), "%v", err)
}

func setting(name, wanted string) string {
	answer, err := client.DescribeConfigs(soon(), &kafka.DescribeConfigsRequest{
		Resources: []kafka.DescribeConfigRequestResource{{
			ResourceType: kafka.ResourceTypeTopic, ResourceName: name, ConfigNames: []string{wanted},
		}},
	})
	requireNo(err)
	require(len(answer.Resources[0].ConfigEntries) == 1, "%v", answer.Resources)
	return answer.Resources[0].ConfigEntries[0].ConfigValue
}

func showsAndChangesSettings() {
	name := topic(1, kafka.ConfigEntry{ConfigName: "retention.ms", ConfigValue: "1000000"})
	require(setting(name, "retention.ms") == "1000000", "not as created")
	answer, err := client.IncrementalAlterConfigs(soon(), &kafka.IncrementalAlterConfigsRequest{
		Resources: []kafka.IncrementalAlterConfigsRequestResource{{
			ResourceType: kafka.ResourceTypeTopic, ResourceName: name,
			Configs: []kafka.IncrementalAlterConfigsRequestConfig{{
				Name: "retention.ms", Value: "2000000", ConfigOperation: kafka.ConfigOperationSet,
			}},
		}},
	})
	requireNo(err)
	requireNo(answer.Resources[0].Error)
	for try := 0; try < 50 && setting(name, "retention.ms") != "2000000"; try++ {
		time.Sleep(100 * time.Millisecond)
	}
	require(setting(name, "retention.ms") == "2000000", "not changed")
}

func listsGroups() {
	name, group := topic(1), newName()
	produce(name, 0, "a")
	reader := kafka.NewReader(kafka.ReaderConfig{
		Brokers: []string{address}, Topic: name, GroupID: group, StartOffset: kafka.FirstOffset,
		MaxWait: 200 * time.Millisecond,
	})
	same(read(reader, 1), "a")
	listed, err := client.ListGroups(soon(), &kafka.ListGroupsRequest{})
	requireNo(err)
	known := false
	for _, one := range listed.Groups {
		known = known || one.GroupID == group
	}
	require(known, "not listed")
	requireNo(reader.Close())
}

func main() {
	checks := []struct {
		what  string
		check func()
	}{
		{"produces and consumes", codec(0)},
		{"produces and consumes with gzip", codec(compress.Gzip)},
		{"produces and consumes with snappy", codec(compress.Snappy)},
		{"produces and consumes with lz4", codec(compress.Lz4)},
		{"produces and consumes with zstd", codec(compress.Zstd)},
		{"goes on in a group", goesOnInAGroup},
		{"tells offsets", tellsOffsets},
		{"refuses an offset beyond the end", refusesAnOffsetBeyondTheEnd},
		{"shows and changes settings", showsAndChangesSettings},
		{"lists groups", listsGroups},
	}
	for _, one := range checks {
		func() {
			defer func() {
				if why := recover(); why != nil {
					fmt.Printf("not ok kafka-go %s: %v\n", one.what, why)
					return
				}
				fmt.Printf("ok kafka-go %s\n", one.what)
			}()
			one.check()
		}()
	}
}
