package dev.ferry;

import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jib, unmodified: what it pushes in one Region can be built upon in another. */
@ExtendWith(LocalCloud.class)
@Tag("full")
class JibIT {
    /** More than a function takes at once. */
    private static final int LAYER = 9_000_000;
    private static final String OVER_HTTP = "sendCredentialsOverHttp";

    private final LocalCloud.Running cloud;

    @TempDir
    private Path folder;

    JibIT(LocalCloud.Running cloud) {
        this.cloud = cloud;
    }

    /** A user gives Jib the same property, as Ferry speaks HTTP here. */
    @BeforeAll
    static void letPasswordsGoOverHttp() {
        System.setProperty(OVER_HTTP, "true");
    }

    @AfterAll
    static void forgetThat() {
        System.clearProperty(OVER_HTTP);
    }

    @ParameterizedTest
    @EnumSource
    void an_image_of_jibs_is_replicated_and_pulled_as_a_base(ImageFormat format) throws Exception {
        String account = cloud.newAccount();
        TestRegistry west = cloud.registry(account, "us-west-2").with("team/app");
        TestRegistry ireland = cloud.registry(account, "eu-west-1").with("team/derived");
        west.replicatingTo(ireland);
        byte[] content = new byte[LAYER];
        new Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("content"), content);

        JibContainer pushed = Jib.fromScratch()
                .setFormat(format)
                .addLayer(List.of(file), AbsoluteUnixPath.get("/"))
                .containerize(to(image(west, "team/app:1")));
        west.awaitComplete("team/app", tag("1"));
        JibContainer derived = Jib.from(image(ireland, "team/app:1"))
                .setFormat(format)
                .addLayer(List.of(file), AbsoluteUnixPath.get("/more"))
                .containerize(to(image(ireland, "team/derived:1")));

        assertThat(ireland.find("team/app", tag("1")).orElseThrow().imageId().imageDigest())
                .isEqualTo(pushed.getDigest().toString());
        assertThat(ireland.find("team/derived", tag("1")).orElseThrow().imageId().imageDigest())
                .isEqualTo(derived.getDigest().toString());
        ireland.pull("team/app", tag("1"));
        ireland.pull("team/derived", tag("1"));
    }

    private RegistryImage image(TestRegistry registry, String name) throws Exception {
        String token = registry.ecr().getAuthorizationToken(request -> {}).authorizationData().get(0).authorizationToken();
        String[] login = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).split(":", 2);
        return RegistryImage.named("localhost:" + cloud.endpoint().getPort() + "/" + name).addCredential(login[0], login[1]);
    }

    private Containerizer to(RegistryImage image) {
        return Containerizer.to(image)
                .setAllowInsecureRegistries(true)
                .setApplicationLayersCache(folder.resolve("application-layers"))
                .setBaseImageLayersCache(folder.resolve("base-layers"));
    }
}
