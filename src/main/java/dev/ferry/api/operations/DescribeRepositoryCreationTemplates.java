package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.Page;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.service.repository.RepositoryCreationTemplates;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Tells the creation templates of a registry, by prefix or page by page. */
@ApplicationScoped
public class DescribeRepositoryCreationTemplates implements EcrOperation {
    /** How many are told at once; a template holds up to 40 KB of policies, and more in a script of many bytes. */
    private static final int MOST = 100;

    private final RepositoryCreationTemplates templates;

    public DescribeRepositoryCreationTemplates(RepositoryCreationTemplates templates) {
        this.templates = templates;
    }

    @Override
    public String name() {
        return "DescribeRepositoryCreationTemplates";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        ObjectNode output = EcrJson.object().put("registryId", request.registry().account().value());
        ArrayNode list = output.putArray("repositoryCreationTemplates");
        if (input.has("prefixes")) {
            Paging.refuseWith(input, "prefixes");
            templates.get(request.registry(), prefixes(input)).forEach(template -> list.add(CreationTemplateJson.write(template)));
        } else {
            Page<RepositoryCreationTemplate> page = templates.page(
                    request.registry(), Paging.after(input, TemplatePrefix::new), Math.min(Paging.size(input), MOST));
            page.items().forEach(template -> list.add(CreationTemplateJson.write(template)));
            Paging.writeNext(output, page);
        }
        return output;
    }

    /** @throws EcrException InvalidParameterException if they are too many */
    private static List<TemplatePrefix> prefixes(Input input) {
        List<TemplatePrefix> prefixes = input.values("prefixes", TemplatePrefix::new).stream().distinct().toList();
        if (prefixes.size() > MOST) {
            throw input.invalid("prefixes", "Member must have length less than or equal to " + MOST);
        }
        return prefixes;
    }
}
