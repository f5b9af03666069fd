package dev.ferry.local.template;

/** An {@code AWS::S3::DeclaredBucket}. */
public record DeclaredBucket(String logicalId, String name) {}
