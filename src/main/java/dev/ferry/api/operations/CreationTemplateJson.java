package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ExclusionFilter;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.RepositoryCreationTemplate.AppliedFor;
import dev.ferry.registry.TagMutability;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ECR's {@code RepositoryCreationTemplate}, read and written. */
final class CreationTemplateJson {
    private static final String EXCLUSIONS = "imageTagMutabilityExclusionFilters";

    private CreationTemplateJson() {}

    /** The template with the members that are given; an empty text takes away what there was. */
    static RepositoryCreationTemplate read(Input input, RepositoryCreationTemplate seen) {
        return new RepositoryCreationTemplate(
                seen.prefix(),
                input.has("appliedFor")
                        ? new HashSet<>(input.values("appliedFor", AppliedFor::valueOf))
                        : seen.appliedFor(),
                text(input, "description", seen.description()),
                tagMutability(input, seen.tagMutability()),
                input.has("encryptionConfiguration") ? RepositorySettings.encryption(input) : seen.encryption(),
                input.has("resourceTags") ? resourceTags(input) : seen.resourceTags(),
                text(input, "repositoryPolicy", seen.repositoryPolicy()),
                text(input, "lifecyclePolicy", seen.lifecyclePolicy()),
                text(input, "customRoleArn", seen.customRoleArn()),
                seen.createdAt(),
                seen.updatedAt());
    }

    private static Optional<String> text(Input input, String member, Optional<String> seen) {
        return input.has(member) ? input.optionalText(member).filter(text -> !text.isEmpty()) : seen;
    }

    /** The filters that there were go with the last mode that has some. */
    private static TagMutability tagMutability(Input input, TagMutability seen) {
        TagMutability.Mode mode =
                input.optionalText("imageTagMutability").map(TagMutability.Mode::valueOf).orElse(seen.mode());
        List<ExclusionFilter> exclusions = input.has(EXCLUSIONS) || !mode.excludes()
                ? RepositorySettings.exclusions(input)
                : seen.exclusions();
        return input.valid(EXCLUSIONS, () -> new TagMutability(mode, exclusions));
    }

    /** These operations have no error of their own for tags. */
    private static Map<String, String> resourceTags(Input input) {
        try {
            return ResourceTags.read(input, "resourceTags");
        } catch (EcrException invalid) {
            throw input.invalid("resourceTags", invalid.getMessage());
        }
    }

    /** The answer about one template. */
    static ObjectNode answer(OperationRequest request, RepositoryCreationTemplate template) {
        ObjectNode output = EcrJson.object().put("registryId", request.registry().account().value());
        output.set("repositoryCreationTemplate", write(template));
        return output;
    }

    static ObjectNode write(RepositoryCreationTemplate template) {
        ObjectNode json = EcrJson.object().put("prefix", template.prefix().value());
        template.description().ifPresent(text -> json.put("description", text));
        RepositoryJson.writeEncryption(json, template.encryption());
        ResourceTags.write(json, "resourceTags", template.resourceTags());
        json.put("imageTagMutability", template.tagMutability().mode().name());
        RepositoryJson.writeExclusions(json, template.tagMutability());
        template.repositoryPolicy().ifPresent(text -> json.put("repositoryPolicy", text));
        template.lifecyclePolicy().ifPresent(text -> json.put("lifecyclePolicy", text));
        ArrayNode appliedFor = json.putArray("appliedFor");
        template.appliedFor().forEach(occasion -> appliedFor.add(occasion.name()));
        template.customRoleArn().ifPresent(arn -> json.put("customRoleArn", arn));
        json.set("createdAt", EcrJson.timestamp(template.createdAt()));
        json.set("updatedAt", EcrJson.timestamp(template.updatedAt()));
        return json;
    }
}
