package dev.ferry.cli;

import dev.ferry.registry.Digest;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An image as a person names it: {@code 111122223333/us-west-2/team/app:1.0}, or with {@code @sha256:…} behind the repository.
 *
 * @param id has a tag or a digest
 */
record ImageName(Registry registry, RepositoryName repository, ImageId id) {
    private static final Pattern FORM =
            Pattern.compile("(?<account>[^/]+)/(?<region>[^/]+)/(?<repository>[^:@]+)(?::(?<tag>[^:@]+)|@(?<digest>.+))");

    @Override
    public String toString() {
        return registry + "/" + repository
                + id.tag().map(tag -> ":" + tag).orElseGet(() -> "@" + id.digest().orElseThrow());
    }

    static final class Converter implements ITypeConverter<ImageName> {
        @Override
        public ImageName convert(String text) {
            Matcher parts = FORM.matcher(text);
            try {
                if (parts.matches()) {
                    return new ImageName(
                            Registry.of(parts.group("account"), parts.group("region")),
                            new RepositoryName(parts.group("repository")),
                            new ImageId(
                                    Optional.ofNullable(parts.group("digest")).map(Digest::parse),
                                    Optional.ofNullable(parts.group("tag")).map(Tag::new)));
                }
            } catch (InvalidValueException invalid) {
                throw new TypeConversionException("'" + text + "' is no image: " + invalid.getMessage());
            }
            throw new TypeConversionException(
                    "'" + text + "' is no image: say it as 111122223333/us-west-2/team/app:1.0, or with @sha256:… for the tag");
        }
    }
}
