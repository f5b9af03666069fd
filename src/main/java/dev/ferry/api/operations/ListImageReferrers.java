package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Page;
import dev.ferry.service.image.Referrer;
import dev.ferry.service.image.Referrers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells of the signatures, SBOMs and attestations of an image, which need not be there itself. */
@ApplicationScoped
public class ListImageReferrers implements EcrOperation {
    private static final int DEFAULT_RESULTS = 20;

    private final Referrers referrers;

    public ListImageReferrers(Referrers referrers) {
        this.referrers = referrers;
    }

    @Override
    public String name() {
        return "ListImageReferrers";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        Digest subject = input.valid("subjectId", () -> input.structure("subjectId").value("imageDigest", Digest::parse));
        Page<Referrer> page = referrers.page(request.registry(), input.repositoryName(), subject,
                Paging.after(input, Digest::parse), wanted(input.optionalStructure("filter")), Paging.size(input, DEFAULT_RESULTS));
        ObjectNode output = EcrJson.object();
        ArrayNode list = output.putArray("referrers");
        page.items().forEach(referrer -> write(referrer, list.addObject()));
        Paging.writeNext(output, page);
        return output;
    }

    private static Predicate<Referrer> wanted(Optional<Input> filter) {
        List<String> types = filter.map(given -> given.texts("artifactTypes")).orElse(List.of());
        Predicate<Image> status = ImageFilter.status(filter, "artifactStatus");
        return referrer -> status.test(referrer.image())
                && (types.isEmpty() || referrer.artifactType().filter(types::contains).isPresent());
    }

    private static void write(Referrer referrer, ObjectNode into) {
        Manifest manifest = referrer.manifest();
        into.put("digest", manifest.digest().toString()).put("mediaType", manifest.mediaType());
        referrer.artifactType().ifPresent(type -> into.put("artifactType", type));
        into.put("size", manifest.bytes().length);
        if (!manifest.annotations().isEmpty()) {
            ObjectNode annotations = into.putObject("annotations");
            manifest.annotations().forEach(annotations::put);
        }
        into.put("artifactStatus", ImageFilter.status(referrer.image()));
    }
}
