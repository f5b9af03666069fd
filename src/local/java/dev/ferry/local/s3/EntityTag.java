package dev.ferry.local.s3;

import java.util.UUID;

/**
 * Entity tags without quotes. Clients take them for opaque: S3's own are an MD5 only where an object is not encrypted by a
 * key of KMS. So each write has a fresh one of the same form, and no byte is hashed for it.
 */
final class EntityTag {
    private EntityTag() {}

    static String fresh() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
