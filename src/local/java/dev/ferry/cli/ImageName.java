package dev.ferry.cli;

import dev.ferry.registry.Digest;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An image as a person names it: {@code 111122223333/us-west-2/team/app}, with {@code :1.0}, {@code @sha256:…} or neither. */
record ImageName(Registry registry, RepositoryName repository, Optional<Tag> tag, Optional<Digest> digest) {
    private static final Pattern FORM =
            Pattern.compile("(?<account>[^/]+)/(?<region>[^/]+)/(?<repository>[^:@]+)(?::(?<tag>[^:@]+)|@(?<digest>.+))?");

    @Override
    public String toString() {
        return registry + "/" + repository + tag.map(named -> ":" + named).orElse("") + digest.map(named -> "@" + named).orElse("");
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
                            Optional.ofNullable(parts.group("tag")).map(Tag::new),
                            Optional.ofNullable(parts.group("digest")).map(Digest::parse));
                }
            } catch (InvalidValueException invalid) {
                throw new TypeConversionException("'" + text + "' is no image: " + invalid.getMessage());
            }
            throw new TypeConversionException(
                    "'" + text + "' is no image: say it as 111122223333/us-west-2/team/app:1.0");
        }
    }
}
