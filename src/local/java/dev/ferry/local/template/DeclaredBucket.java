package dev.ferry.local.template;

/** An {@code AWS::S3::Bucket}. */
public record DeclaredBucket(String logicalId, String name) {}
