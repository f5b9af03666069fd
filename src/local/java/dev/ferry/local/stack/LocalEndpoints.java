package dev.ferry.local.stack;

import java.net.URI;

/** Where the services of this machine listen. */
public record LocalEndpoints(URI dynamoDb, URI sqs, URI s3) {}
