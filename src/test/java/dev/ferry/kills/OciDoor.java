package dev.ferry.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.TestImage;
import java.net.http.HttpResponse;
import java.util.Arrays;

/** OCI's distribution API, as container tools use it. A request that is repeated says which bytes it carries. */
final class OciDoor implements Door {
    private static final int CHUNK = 4 * 1024 * 1024;

    private final SourceRepository repository;
    private final PatientClient client;

    OciDoor(SourceRepository repository, PatientClient client) {
        this.repository = repository;
        this.client = client;
    }

    @Override
    public void provide(TestImage.Blob blob) {
        String path = "/v2/" + repository.name() + "/blobs/" + blob.digest();
        if (client.send(repository.registry(), door -> door.send("HEAD", path)).statusCode() == 200) {
            return;
        }
        String upload = RegistryClient.location(expect(202, client.send(repository.registry(),
                door -> door.send("POST", "/v2/" + repository.name() + "/blobs/uploads/"))));
        byte[] bytes = blob.bytes();
        int last = (bytes.length - 1) / CHUNK * CHUNK;
        for (int from = 0; from < last; from += CHUNK) {
            append(upload, bytes, from);
        }
        expect(201, client.send(repository.registry(), door -> door.send(
                "PUT",
                upload + "?digest=" + blob.digest(),
                Arrays.copyOfRange(bytes, last, bytes.length),
                "Content-Range",
                last + "-" + (bytes.length - 1))));
    }

    private void append(String upload, byte[] bytes, int from) {
        int end = from + CHUNK;
        HttpResponse<byte[]> answer = client.send(repository.registry(), door -> door.send(
                "PATCH", upload, Arrays.copyOfRange(bytes, from, end), "Content-Range", from + "-" + (end - 1)));
        if (answer.statusCode() == 416) {
            // An earlier try of the same request had its effect, or this is no place to go on.
            assertThat(RegistryClient.header(answer, "Range")).isEqualTo("0-" + (end - 1));
        } else {
            expect(202, answer);
        }
    }

    @Override
    public void put(TestImage image, String tag) {
        expect(201, client.send(repository.registry(),
                door -> door.putManifest(repository.name().value(), image, tag)));
    }

    private static HttpResponse<byte[]> expect(int status, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as("%s: %s", answer, RegistryClient.text(answer)).isEqualTo(status);
        return answer;
    }
}
