package dev.ferry.local.template;

/** An {@code AWS::S3::Bucket}. */
public record Bucket(String logicalId, String name) {}
