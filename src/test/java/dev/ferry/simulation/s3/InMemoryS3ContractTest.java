package dev.ferry.simulation.s3;

import dev.ferry.local.s3.MultipartContractTest;
import dev.ferry.registry.RegionName;
import java.time.Clock;
import software.amazon.awssdk.services.s3.S3Client;

/** The simulation's S3 keeps the contract that the one over HTTP keeps. */
class InMemoryS3ContractTest extends MultipartContractTest {
    private static final RegionName REGION = new RegionName("us-east-1");

    private final InMemoryS3 server = new InMemoryS3(Clock.systemUTC());

    @Override
    protected S3Client connect() {
        return server.client(REGION);
    }

    @Override
    protected void createBucket(String name) {
        server.createBucket(REGION, name);
    }
}
