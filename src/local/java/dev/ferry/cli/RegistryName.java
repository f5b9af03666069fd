package dev.ferry.cli;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A registry as a person names it: {@code 111122223333/us-west-2}. */
final class RegistryName implements ITypeConverter<Registry> {
    @Override
    public Registry convert(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 2) {
                return Registry.of(parts[0], parts[1]);
            }
        } catch (InvalidValueException invalid) {
            throw new TypeConversionException("'" + text + "' is no registry: " + invalid.getMessage());
        }
        throw new TypeConversionException("'" + text + "' is no registry: say it as 111122223333/us-west-2");
    }
}
