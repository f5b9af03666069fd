package dev.ferry.api;

import dev.ferry.identity.Caller;
import dev.ferry.identity.HttpRequest;
import dev.ferry.identity.RequestEndpoint;
import dev.ferry.policy.Occasion;
import dev.ferry.policy.RequestOrigin;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryArn;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.access.AuthorizationRequest;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A request for an operation, signed and well-formed. Whether the caller is allowed it is for {@link Authorization}.
 *
 * @param caller   who asks
 * @param origin   from where
 * @param endpoint under which address
 * @param registry the registry that is asked: of the account in {@code registryId} or {@code resourceArn}, or else of the
 *                 caller's own, in the Region that the request was signed for
 * @param seen     the repositories that the input names and that were there when the request was authorized
 */
public record OperationRequest(
        Caller caller, RequestOrigin origin, RequestEndpoint endpoint, Registry registry, Input input, List<Repository> seen) {
    private static final Map<String, Occasion> MEMBERS = Map.of(
            "resourceTags", Occasion.RESOURCE_TAGS,
            "repositoryPolicy", Occasion.REPOSITORY_POLICY,
            "lifecyclePolicy", Occasion.LIFECYCLE_POLICY,
            "customRoleArn", Occasion.CUSTOM_ROLE);

    static OperationRequest of(Authentication.Signature signature, HttpRequest request, Input input) {
        AccountId account = input.registryId()
                .or(() -> resource(input).map(arn -> arn.registry().account()))
                .orElse(signature.caller().account());
        return new OperationRequest(
                signature.caller(),
                request.origin(),
                request.endpoint(),
                new Registry(account, signature.region()),
                input,
                List.of());
    }

    /** The same when it has been authorized. */
    OperationRequest authorized(List<Repository> there) {
        return new OperationRequest(caller, origin, endpoint, registry, input, there);
    }

    /** The same of another account's registry. */
    public OperationRequest of(AccountId account) {
        return new OperationRequest(caller, origin, endpoint, new Registry(account, registry.region()), input, List.of());
    }

    /** The repositories that the input names; none if it is about no repository, or about all. */
    List<RepositoryName> repositories() {
        return Stream.of(
                        input.optionalValue("repositoryName", RepositoryName::new).stream(),
                        input.values("repositoryNames", RepositoryName::new).stream(),
                        resource(input).map(RepositoryArn::name).stream())
                .flatMap(names -> names)
                .toList();
    }

    /** This request as policies see it, for what it comes to by what is in it. */
    public AuthorizationRequest authorization(String operation) {
        Map<String, List<String>> context = new HashMap<>(origin.conditionKeys());
        List<Input> tags = Stream.of("tags", "resourceTags")
                .flatMap(member -> input.structures(member).stream())
                .toList();
        tags.forEach(tag -> context.put("aws:RequestTag/" + tag.text("Key"), List.of(tag.text("Value"))));
        List<String> keys = Stream.concat(
                        tags.stream().map(tag -> tag.text("Key")), input.texts("tagKeys").stream())
                .toList();
        if (!keys.isEmpty()) {
            context.put("aws:TagKeys", keys);
        }
        return new AuthorizationRequest(caller, operation, occasions(), registry, context);
    }

    private Set<Occasion> occasions() {
        EnumSet<Occasion> occasions = EnumSet.of(Occasion.ALWAYS);
        MEMBERS.forEach((member, occasion) -> {
            if (input.has(member)) {
                occasions.add(occasion);
            }
        });
        if (!input.structures("tags").isEmpty()) {
            occasions.add(Occasion.TAGS);
        }
        boolean namesKey = input.optionalStructure("encryptionConfiguration")
                .flatMap(encryption -> encryption.optionalText("kmsKey"))
                .filter(key -> !key.isEmpty())
                .isPresent();
        if (namesKey) {
            occasions.add(Occasion.KMS_KEY);
        }
        return occasions;
    }

    private static Optional<RepositoryArn> resource(Input input) {
        return input.optionalValue("resourceArn", RepositoryArn::parse);
    }
}
