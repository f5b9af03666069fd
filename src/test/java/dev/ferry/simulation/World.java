package dev.ferry.simulation;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who and what there is in a simulation: few accounts, Regions, repositories, tags and images, so that they meet often. */
public final class World {
    public static final AccountId ONE = new AccountId("111122223333");
    public static final AccountId OTHER = new AccountId("444455556666");

    /** Where the partition keeps what an account has in all Regions. */
    public static final RegionName HOME = new RegionName("us-east-1");
    public static final RegionName WEST = new RegionName("us-west-2");
    public static final RegionName IRELAND = new RegionName("eu-west-1");
    /** A Region that an account has to enable. */
    public static final RegionName CAPE_TOWN = new RegionName("af-south-1");

    public static final List<RegionName> REGIONS = List.of(HOME, WEST, IRELAND, CAPE_TOWN);
    public static final List<AccountId> ACCOUNTS = List.of(ONE, OTHER);
    public static final List<Registry> REGISTRIES = List.of(
            new Registry(ONE, WEST), new Registry(ONE, IRELAND), new Registry(OTHER, WEST), new Registry(OTHER, IRELAND),
            new Registry(ONE, CAPE_TOWN));

    public static final List<RepositoryName> REPOSITORIES =
            List.of(new RepositoryName("team/app"), new RepositoryName("prod/web"));
    public static final List<Tag> TAGS = List.of(new Tag("latest"), new Tag("v1"));

    private static final TestImage FIRST = image(1, 2);
    private static final TestImage SECOND = image(2, 1);
    private static final TestImage THIRD = image(1, 1);
    private static final TestImage INDEX = Images.index(FIRST, SECOND).build();

    public static final List<TestImage> IMAGES = List.of(
            FIRST, SECOND, THIRD, INDEX, Images.index(INDEX, THIRD).build(), Images.artifact(FIRST).build());

    private static final Map<Digest, TestImage> BY_DIGEST =
            IMAGES.stream().collect(Collectors.toMap(TestImage::digest, Function.identity()));
    private static final Map<Digest, Manifest> MANIFESTS =
            IMAGES.stream().collect(Collectors.toMap(TestImage::digest, TestImage::read));

    private World() {}

    private static TestImage image(long seed, int layers) {
        return Images.image().seed(seed).layers(layers).layerSize(64).build();
    }

    public static TestImage image(Digest digest) {
        return BY_DIGEST.get(digest);
    }

    public static Manifest manifest(TestImage image) {
        return MANIFESTS.get(image.digest());
    }

    /** What a person calls an image in a trace. */
    public static String nameOf(Digest digest) {
        return "image-" + (IMAGES.indexOf(image(digest)) + 1);
    }

    /** Whether the image is that one, or one of those that it lists, at any depth. */
    public static boolean holds(Digest image, Digest wanted) {
        return image.equals(wanted)
                || image(image).children().stream().anyMatch(child -> holds(child.digest(), wanted));
    }
}
