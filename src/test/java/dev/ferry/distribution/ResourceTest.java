package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTest {
    @ParameterizedTest
    @CsvSource({
        "/v2,                                    BASE,      '',                  ''",
        "/v2/,                                   BASE,      '',                  ''",
        "/v2/app/blobs/sha256:ab,                BLOB,      app,                 sha256:ab",
        "/v2/app/blobs/sha256%3Aab,              BLOB,      app,                 sha256:ab",
        "/v2/team/app/blobs/uploads,             UPLOADS,   team/app,            ''",
        "/v2/team/app/blobs/uploads/,            UPLOADS,   team/app,            ''",
        "/v2/team/app/blobs/uploads/0f,          UPLOAD,    team/app,            0f",
        "/v2/a/b/c/manifests/latest,             MANIFEST,  a/b/c,               latest",
        "/v2/app/tags/list,                      TAGS,      app,                 ''",
        "/v2/app/referrers/sha256:ab,            REFERRERS, app,                 sha256:ab",
        "/v2/_catalog,                           CATALOG,   '',                  ''",
        "/v2/blobs/uploads/manifests/x,          MANIFEST,  blobs/uploads,       x",
        "/v2/manifests/tags/tags/list,           TAGS,      manifests/tags,      ''",
    })
    void a_path_is_read_from_its_end(String path, ResourceKind kind, String repository, String reference) {
        assertThat(Resource.of(path)).contains(new Resource(kind, repository, reference));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/v1/", "/v2x", "/v2/app", "/v2//", "/v2/app/tags", "/v2/app/tags/all", "/v3/a/tags/list",
        "/v2/_catalog/"})
    void what_has_no_endpoint_is_nothing(String path) {
        assertThat(Resource.of(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/team%2Fapp/tags/list", "/v2/a/manifests/%", "/v2/a/manifests/%4", "/v2/a/manifests/%zz",
        "/v2/a/manifests/%c3%28"})
    void encoded_slashes_and_wrong_encodings_are_refused(String path) {
        assertThatExceptionOfType(DistributionException.class).isThrownBy(() -> Resource.of(path));
    }

    @Property
    void any_text_is_something_or_nothing_or_refused(@ForAll String text) {
        try {
            Resource.of("/v2/" + text).ifPresent(resource -> assertThat(resource.kind()).isNotNull());
        } catch (DistributionException refused) {
            assertThat(refused.error()).isEqualTo(OciError.NAME_INVALID);
        }
    }
}
