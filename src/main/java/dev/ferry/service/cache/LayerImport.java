package dev.ferry.service.cache;

import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.InvalidLayerPartException;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.UploadNotFoundException;
import dev.ferry.registry.UpstreamException;
import dev.ferry.registry.UpstreamException.Reason;
import dev.ferry.service.Deadline;
import dev.ferry.service.layer.LayerCompletion;
import dev.ferry.service.layer.LayerUploads;
import dev.ferry.service.layer.Layers;
import dev.ferry.upstream.UpstreamRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings a layer of an upstream registry into a repository, part by part, by an upload like any other. The upload's id follows
 * from what is brought, so that whoever pulls again goes on where the time of the pull before ended.
 */
@ApplicationScoped
public class LayerImport {
    /** No smaller than what S3 takes as a part. */
    private static final int PART = 8 * 1024 * 1024;

    private final Layers layers;
    private final LayerUploads uploads;
    private final LayerCompletion completion;

    public LayerImport(Layers layers, LayerUploads uploads, LayerCompletion completion) {
        this.layers = layers;
        this.uploads = uploads;
        this.completion = completion;
    }

    /**
     * Brings the layer, unless the repository has it.
     *
     * @param size in bytes; what is longer is refused
     * @throws EcrException ThrottlingException when the time is over, and another pull goes on
     * @throws UpstreamException if the upstream has no such layer, or another one under its digest
     */
    public void bring(
            Registry registry, RepositoryName name, UpstreamRepository upstream, Digest layer, long size, Deadline deadline) {
        String id = UUID.nameUUIDFromBytes(
                        (registry + "/" + name + "@" + layer).getBytes(StandardCharsets.UTF_8))
                .toString();
        while (layers.available(registry, name, List.of(layer)).isEmpty()) {
            deadline.require("The layer " + layer + " is on its way from the upstream registry. Pull again");
            try {
                receive(uploads.resume(registry, name, id), upstream, layer, size, deadline);
                completion.finish(registry, name, id, layer);
            } catch (InvalidLayerPartException | UploadNotFoundException overtaken) {
                // By another pull of the same layer, which went on or came to its end: so far it has come.
            } catch (EcrException refused) {
                if (refused.code() == ErrorCode.INVALID_LAYER) {
                    uploads.resume(registry, name, id);
                    uploads.cancel(registry, name, id);
                    throw unavailable("The upstream registry has other bytes under the digest " + layer);
                }
                throw refused;
            }
        }
    }

    private void receive(LayerUpload begun, UpstreamRepository upstream, Digest layer, long size, Deadline deadline) {
        LayerUpload upload = begun;
        if (upload.received() >= size) {
            return;
        }
        try (InputStream bytes = upstream.layer(layer, upload.received())) {
            while (upload.received() < size) {
                byte[] part = part(bytes, (int) Math.min(PART, size - upload.received()), deadline);
                if (part.length == 0) {
                    deadline.require("The layer " + layer + " is on its way from the upstream registry. Pull again");
                    throw unavailable("The upstream registry ends the layer " + layer + " too early");
                }
                upload = uploads.append(upload, upload.received(), part, Optional.empty());
            }
        } catch (IOException cut) {
            throw unavailable("The upstream registry broke off the layer " + layer);
        }
    }

    /** The next part; what there is of it when the time is over, so that a slow upstream's bytes are kept as well. */
    private static byte[] part(InputStream bytes, int length, Deadline deadline) throws IOException {
        byte[] part = new byte[length];
        int filled = 0;
        while (filled < length && !deadline.isOver()) {
            int read = bytes.read(part, filled, Math.min(65_536, length - filled));
            if (read < 0) {
                break;
            }
            filled += read;
        }
        return Arrays.copyOf(part, filled);
    }

    private static UpstreamException unavailable(String why) {
        return new UpstreamException(ErrorCode.UNABLE_TO_GET_UPSTREAM_LAYER, Reason.UNAVAILABLE, why);
    }
}
