package dev.ferry.simulation.dynamodb;

import dev.ferry.local.LocalAws;
import dev.ferry.local.stack.LocalServices;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

@ExtendWith(LocalAws.class)
@ResourceLock(TestDynamoDb.REGION)
@Tag("full")
class EmbeddedStreamTest extends StreamContractTest {
    private final DynamoDbClient client;
    private final DynamoDbStreamsClient streams;

    EmbeddedStreamTest(LocalServices services) {
        this.client = services.clients().dynamoDb(TestDynamoDb.REGION);
        this.streams = services.clients().streams(TestDynamoDb.REGION);
    }

    @Override
    DynamoDbClient client() {
        return client;
    }

    @Override
    List<Record> records() {
        String stream = client.describeTable(table -> table.tableName(REPLICATIONS)).table().latestStreamArn();
        List<Record> records = new ArrayList<>();
        for (Shard shard : streams.describeStream(request -> request.streamArn(stream)).streamDescription().shards()) {
            String from = streams.getShardIterator(request -> request.streamArn(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            collect(from, records);
        }
        return records;
    }

    /** Until a call gives none: what was written before is there at once. */
    private void collect(String from, List<Record> records) {
        String next = from;
        while (next != null) {
            String iterator = next;
            GetRecordsResponse answer = streams.getRecords(request -> request.shardIterator(iterator));
            records.addAll(answer.records());
            next = answer.records().isEmpty() ? null : answer.nextShardIterator();
        }
    }
}
