package dev.ferry.simulation;

import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.simulation.promises.ContentIsItsDigest;
import dev.ferry.simulation.promises.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * Two clients that put what they have into the store themselves, for one upload that each takes for its own. Whoever is told
 * that all of it was received can complete the upload by its digest, whatever the other one still puts.
 */
final class LeaseHolders {
    private static final int PART = 5 * 1024 * 1024;

    private final ClientRequests requests;
    private final Stores stores;

    LeaseHolders(ClientRequests requests, Stores stores) {
        this.requests = requests;
        this.stores = stores;
    }

    /** What one of them is about. */
    private static final class Writer {
        private final byte[] bytes;
        private final List<String> left = new ArrayList<>(List.of("lease", "put", "end", "finish"));
        private LayerUpload leased;
        private boolean acknowledged;

        Writer(int size, int fill) {
            bytes = new byte[size];
            Arrays.fill(bytes, (byte) fill);
        }
    }

    void race(Chance chance, Registry registry, RepositoryName name) {
        // A part costs more than all else that is simulated, so most of them put what is none.
        int size = chance.happens(0.05) ? PART : 10;
        LayerUpload[] begun = new LayerUpload[1];
        requests.make(registry, "begin an upload to " + registry + "/" + name,
                ferry -> begun[0] = ferry.uploads.begin(ferry.repositories.get(registry, name), registry.account().value()));
        if (begun[0] == null) {
            return;
        }
        List<Writer> writers = new ArrayList<>(List.of(new Writer(size, 1), new Writer(size, 2)));
        while (!writers.isEmpty()) {
            Writer writer = chance.of(writers);
            if (writer.left.isEmpty() || !goOn(writer, begun[0], writer.left.remove(0))) {
                writers.remove(writer);
            }
        }
    }

    /** @return false if it cannot go on */
    private boolean goOn(Writer writer, LayerUpload upload, String step) {
        Registry registry = upload.registry();
        RepositoryName name = upload.repository();
        switch (step) {
            case "lease" -> requests.make(registry, "lease parts in " + registry + "/" + name, ferry -> writer.leased =
                    ferry.uploads.lease(ferry.uploads.received(registry, name, upload.id(), Optional.empty(), Optional.of(0L)), 0));
            case "put" -> put(writer);
            case "end" -> requests.make(registry, "end a lease in " + registry + "/" + name, ferry -> writer.acknowledged =
                    ferry.uploads.received(registry, name, upload.id(), writer.leased.lease().map(LayerUpload.Lease::id), Optional.empty())
                            .received() == writer.bytes.length);
            default -> requests.make(registry, "finish what was put to " + registry + "/" + name, ferry -> {
                try {
                    ferry.completion.finish(registry, name, upload.id(), Digest.sha256(writer.bytes));
                } catch (EcrException refused) {
                    if (refused.code() == ErrorCode.INVALID_LAYER) {
                        throw new Violation(ContentIsItsDigest.class, "what was received of " + upload.id() + " is other bytes now");
                    }
                    throw refused;
                }
            });
        }
        return writer.leased != null && (writer.acknowledged || !step.equals("end"));
    }

    private void put(Writer writer) {
        LayerUpload.Lease lease = writer.leased.lease().orElseThrow();
        Registry registry = writer.leased.registry();
        S3Client s3 = stores.s3(registry.region());
        String bucket = Stores.STACK.bucketPrefix() + "-" + registry.region();
        try {
            if (writer.bytes.length < PART) {
                s3.putObject(put -> put.bucket(bucket).key(lease.rest()), RequestBody.fromBytes(writer.bytes));
            } else {
                s3.uploadPart(part -> part.bucket(bucket).key("uploads/" + registry.account() + "/" + writer.leased.id())
                        .uploadId(writer.leased.multipart().orElseThrow()).partNumber(lease.first()),
                        RequestBody.fromBytes(writer.bytes));
            }
        } catch (NoSuchUploadException completed) {
            writer.left.clear(); // by the other one
        }
    }
}
