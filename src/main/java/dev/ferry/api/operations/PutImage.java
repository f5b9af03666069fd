package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.api.ResponseLimit;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.InvalidManifestException;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.ManifestReader;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.service.image.ImagePush;
import dev.ferry.service.repository.CreateOnPush;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Pushes an image: its manifest, whose layers are there already, and a tag if one is given. */
@ApplicationScoped
public class PutImage implements EcrOperation {
    private final ImagePush pushes;
    private final CreateOnPush creation;

    public PutImage(ImagePush pushes, CreateOnPush creation) {
        this.pushes = pushes;
        this.creation = creation;
    }

    @Override
    public String name() {
        return "PutImage";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        RepositoryName repository = input.repositoryName();
        Optional<Tag> tag = input.optionalValue("imageTag", Tag::new);
        Manifest manifest = manifest(input);
        requireDigest(request, repository, manifest);
        ObjectNode output = EcrJson.object();
        output.putObject("image")
                .put("registryId", request.registry().account().value())
                .put("repositoryName", repository.value())
                .put("imageManifest", input.text("imageManifest"))
                .put("imageManifestMediaType", manifest.mediaType())
                .set("imageId", ImageIds.json(new ImageId(Optional.of(manifest.digest()), tag)));
        ResponseLimit.requireRoomFor(output);
        try {
            creation.push(request.authorization(name()), repository,
                    () -> pushes.push(request.registry(), repository, manifest, tag));
        } catch (InvalidManifestException invalid) {
            throw input.invalid("imageManifest", invalid.getMessage());
        }
        return output;
    }

    private static Manifest manifest(Input input) {
        try {
            return ManifestReader.read(
                    input.text("imageManifest").getBytes(StandardCharsets.UTF_8),
                    input.optionalText("imageManifestMediaType"));
        } catch (InvalidManifestException invalid) {
            throw input.invalid("imageManifest", invalid.getMessage());
        }
    }

    private static void requireDigest(OperationRequest request, RepositoryName repository, Manifest manifest) {
        request.input().optionalText("imageDigest").filter(given -> !given.equals(manifest.digest().toString()))
                .ifPresent(given -> {
                    throw new EcrException(ErrorCode.IMAGE_DIGEST_DOES_NOT_MATCH, "The image with digest '" + given
                            + "' in repository '" + repository + "' and registry ID '" + request.registry().account()
                            + "' does not match the image digest that Amazon ECR has calculated.");
                });
    }
}
