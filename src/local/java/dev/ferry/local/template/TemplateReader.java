package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads an AWS SAM template as CloudFormation would for one deployment. What cannot be had on one machine is refused
 * rather than left out, but for what only watches, permits or pays for the rest.
 */
public final class TemplateReader {
    private static final Set<String> TAKEN_FROM_GLOBALS = Set.of("Function", "HttpApi");

    private TemplateReader() {}

    /**
     * What the template declares, with all functions resolved and defaults filled in.
     *
     * @throws TemplateException if the file is malformed, names something that is not there, or asks for what cannot be
     *     had on one machine
     */
    public static Template read(Path file, TemplateParameters deployment) {
        Location top = Location.topOf(file);
        JsonNode template = TemplateYaml.read(file);
        ParameterValues parameters =
                new ParameterValues(template.path("Parameters"), deployment, top.child("Parameters"));
        Resources resources = new Resources(template, parameters, deployment, top);
        List<Table> tables = all(resources, ResourceType.TABLE, new TableReader(resources)::read);
        return new Template(
                tables,
                all(resources, ResourceType.QUEUE, new QueueReader(resources)::read),
                all(resources, ResourceType.BUCKET, logicalId -> bucket(resources, logicalId)),
                all(
                        resources,
                        ResourceType.FUNCTION,
                        new FunctionReader(resources, globals(template, top), tables)::read));
    }

    private static <T> List<T> all(Resources resources, ResourceType type, Function<String, T> read) {
        return resources.ofType(type).stream().map(read).toList();
    }

    private static DeclaredBucket bucket(Resources resources, String logicalId) {
        Properties.of(
                resources.declared(logicalId),
                resources.intrinsics(),
                resources.locationOf(logicalId),
                Set.of("BucketName"),
                Set.of(
                        "BucketEncryption",
                        "LifecycleConfiguration",
                        "OwnershipControls",
                        "PublicAccessBlockConfiguration",
                        "Tags"));
        return new DeclaredBucket(logicalId, resources.nameOf(logicalId, ResourceType.BUCKET));
    }

    private static JsonNode globals(JsonNode template, Location top) {
        template.path("Globals").fieldNames().forEachRemaining(name -> {
            if (!TAKEN_FROM_GLOBALS.contains(name)) {
                throw top.child("Globals").fault("has " + name + ", which cannot be had on one machine");
            }
        });
        return template.path("Globals").path("Function");
    }
}
