package dev.ferry.local.template;

import java.util.List;

/**
 * What {@code template.yaml} declares, for one Region: the intrinsic functions are resolved, the defaults of SAM and
 * CloudFormation filled in. Made by {@link TemplateReader#read}.
 */
public record Template(
        List<Table> tables, List<Queue> queues, List<DeclaredBucket> buckets, List<LambdaFunction> functions) {

    public Template {
        tables = List.copyOf(tables);
        queues = List.copyOf(queues);
        buckets = List.copyOf(buckets);
        functions = List.copyOf(functions);
    }
}
