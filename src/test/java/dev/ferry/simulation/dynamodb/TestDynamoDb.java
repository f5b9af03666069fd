package dev.ferry.simulation.dynamodb;

import dev.ferry.local.TestServices;
import dev.ferry.local.template.Template;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The DynamoDB in memory, with the tables of the template. */
final class TestDynamoDb {
    static final String REGION = "eu-north-1";

    private static final Template TEMPLATE = TemplateReader.read(
            Path.of("template.yaml"),
            new TemplateParameters(REGION, TestServices.OPERATOR_ACCOUNT, "aws", "amazonaws.com", Map.of()));

    private TestDynamoDb() {}

    static InMemoryDynamoDb inMemory() {
        return new InMemoryDynamoDb(REGION, TEMPLATE.tables(), Clock.systemUTC());
    }
}
