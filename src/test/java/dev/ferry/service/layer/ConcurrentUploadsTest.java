package dev.ferry.service.layer;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerUpload;
import dev.ferry.testing.SdkCalls;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Two writers of one upload. */
class ConcurrentUploadsTest extends LayerUploadTest {
    /** The loser's bytes replace the winner's in S3, after the winner was answered. */
    @Test
    void promise13_another_writers_part_is_found_out() {
        byte[] start = bytes(4, PART);
        byte[] winner = bytes(5, PART);
        LayerUpload upload = race(start, winner, bytes(6, PART));

        assertRefused(ErrorCode.INVALID_LAYER, () -> complete(upload, Digest.sha256(concat(start, winner))));

        assertNoLayer(concat(start, winner));
    }

    @Test
    void two_writers_of_the_same_bytes_make_the_layer() {
        byte[] start = bytes(4, PART);
        byte[] same = bytes(5, PART);
        LayerUpload upload = race(start, same, same);

        complete(upload, Digest.sha256(concat(start, same)));

        assertThat(services.layer(registry, Digest.sha256(concat(start, same)))).isEqualTo(concat(start, same));
    }

    /** S3's ETag of a part is an MD5, which proves nothing. */
    @Test
    void promise13_another_writers_part_of_the_same_md5_is_found_out() throws Exception {
        byte[] rest = bytes(7, PART);
        byte[] winner = concat(HexFormat.of().parseHex(COLLISION), rest);
        byte[] loser = concat(HexFormat.of().parseHex(COLLIDES), rest);
        assertThat(md5(loser)).isEqualTo(md5(winner));
        assertThat(loser).isNotEqualTo(winner);
        byte[] start = bytes(4, PART);
        LayerUpload upload = race(start, winner, loser);

        assertRefused(ErrorCode.INVALID_LAYER, () -> complete(upload, Digest.sha256(concat(start, winner))));

        assertNoLayer(concat(start, winner));
    }

    @Test
    void promise13_staged_chunks_of_two_writers_do_not_mix() {
        byte[] start = bytes(8, 100);
        byte[] winner = bytes(9, 100);
        LayerUpload upload = begun(start);
        SdkCalls.beforeNext("PutItem",
                () -> services.uploads.append(registry, APP, upload.id(), start.length, winner));

        assertRefused(ErrorCode.INVALID_LAYER_PART,
                () -> services.uploads.append(registry, APP, upload.id(), start.length, bytes(10, 100)));
        complete(upload, Digest.sha256(concat(start, winner)));

        assertThat(services.layer(registry, Digest.sha256(concat(start, winner)))).isEqualTo(concat(start, winner));
    }

    /** An upload of {@code start}, then of the winner's chunk, whose part the loser's has replaced in S3. */
    private LayerUpload race(byte[] start, byte[] winner, byte[] loser) {
        LayerUpload upload = begun(start);
        SdkCalls.beforeNext("UploadPart",
                () -> services.uploads.append(registry, APP, upload.id(), start.length, winner));
        assertRefused(ErrorCode.INVALID_LAYER_PART,
                () -> services.uploads.append(registry, APP, upload.id(), start.length, loser));
        return upload;
    }

    private static byte[] md5(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("MD5").digest(bytes);
    }

    /** Two times 128 bytes with one MD5 (X. Wang, H. Yu, "How to Break MD5 and Other Hash Functions", 2005). */
    private static final String COLLISION = "d131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f89"
            + "55ad340609f4b30283e488832571415a085125e8f7cdc99fd91dbdf280373c5b"
            + "d8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0"
            + "e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70";
    private static final String COLLIDES = "d131dd02c5e6eec4693d9a0698aff95c2fcab50712467eab4004583eb8fb7f89"
            + "55ad340609f4b30283e4888325f1415a085125e8f7cdc99fd91dbd7280373c5b"
            + "d8823e3156348f5bae6dacd436c919c6dd53e23487da03fd02396306d248cda0"
            + "e99f33420f577ee8ce54b67080280d1ec69821bcb6a8839396f965ab6ff72a70";
}
