package dev.ferry.api;


import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** A repository, and two images that may be pushed to it. */
abstract class ImageTest extends ApiTest {
    final TestImage image = Images.image().build();
    final TestImage other = Images.image().seed(2).build();

    @BeforeEach
    void makeRepository() {
        create("app");
    }

    static ImageIdentifier id(TestImage image, String tag) {
        return ImageIdentifier.builder()
                .imageDigest(image == null ? null : image.digest().toString())
                .imageTag(tag)
                .build();
    }

    static ImageIdentifier tag(String tag) {
        return id(null, tag);
    }

    List<ImageIdentifier> ids() {
        return ecr.listImages(list -> list.repositoryName("app")).imageIds();
    }

    BatchDeleteImageResponse delete(ImageIdentifier... ids) {
        return ecr.batchDeleteImage(delete -> delete.repositoryName("app").imageIds(ids));
    }
}
