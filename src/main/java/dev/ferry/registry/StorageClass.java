package dev.ferry.registry;

/** Where the layers of an image lie, by ECR's names: an archived image cannot be pulled before it is restored. */
public enum StorageClass { STANDARD, ARCHIVE }
