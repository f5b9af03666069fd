package dev.ferry.api.operations;

import dev.ferry.api.Input;
import dev.ferry.registry.ExclusionFilter;
import dev.ferry.registry.Repository.Encryption;
import dev.ferry.registry.TagMutability;
import dev.ferry.registry.TagMutability.Mode;
import java.util.List;

/** A repository's settings as requests give them; what is left out has ECR's default. */
final class RepositorySettings {
    private RepositorySettings() {}

    static TagMutability tagMutability(Input input) {
        Mode mode = input.optionalText("imageTagMutability").map(Mode::valueOf).orElse(Mode.MUTABLE);
        List<ExclusionFilter> exclusions = exclusions(input);
        return input.valid("imageTagMutabilityExclusionFilters", () -> new TagMutability(mode, exclusions));
    }

    static List<ExclusionFilter> exclusions(Input input) {
        return input.structures("imageTagMutabilityExclusionFilters").stream()
                .map(filter -> filter.value("filter", ExclusionFilter::new))
                .toList();
    }

    static boolean scanOnPush(Input input) {
        return input.optionalStructure("imageScanningConfiguration")
                .map(scanning -> scanning.flag("scanOnPush"))
                .orElse(false);
    }

    static Encryption encryption(Input input) {
        return input.optionalStructure("encryptionConfiguration")
                .map(encryption -> new Encryption(
                        Encryption.Type.valueOf(encryption.text("encryptionType")),
                        encryption.optionalText("kmsKey").filter(key -> !key.isEmpty()).orElse(null)))
                .orElse(Encryption.DEFAULT);
    }
}
