package dev.ferry.local.template;

import software.amazon.awssdk.arns.Arn;

/** The ARNs that a template gives to triggers, and how to find the resource's name in them again. */
final class Arns {
    /** A stream is labelled with the time it was made, which nothing needs to know here. */
    private static final String STREAM = "/stream/local";

    private Arns() {}

    static String table(TemplateParameters deployment, String name) {
        return deployment.arn("dynamodb", "table/" + name);
    }

    static String stream(TemplateParameters deployment, String table) {
        return table(deployment, table) + STREAM;
    }

    static String queue(TemplateParameters deployment, String name) {
        return deployment.arn("sqs", name);
    }

    /** The table whose stream this is. */
    static String tableOfStream(String arn, Location location) {
        String[] parts = resource(arn, "dynamodb", location).split("/");
        if (parts.length != 4 || !parts[0].equals("table") || !parts[2].equals("stream")) {
            throw location.fault("is the ARN of no table's stream: " + arn);
        }
        return parts[1];
    }

    static String queueName(String arn, Location location) {
        return resource(arn, "sqs", location);
    }

    private static String resource(String text, String service, Location location) {
        Arn arn = Arn.tryFromString(text).orElseThrow(() -> location.fault("is no ARN: " + text));
        if (!arn.service().equals(service)) {
            throw location.fault("must be an ARN of " + service + ", not " + text);
        }
        return arn.resourceAsString();
    }
}
