package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.service.repository.RepositoryCreationTemplates;
import jakarta.enterprise.context.ApplicationScoped;

/** Says what repositories are to be like that are made on the account's behalf. */
@ApplicationScoped
public class CreateRepositoryCreationTemplate implements EcrOperation {
    private final RepositoryCreationTemplates templates;

    public CreateRepositoryCreationTemplate(RepositoryCreationTemplates templates) {
        this.templates = templates;
    }

    @Override
    public String name() {
        return "CreateRepositoryCreationTemplate";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        return CreationTemplateJson.answer(request, templates.create(
                request.registry(),
                input.value("prefix", TemplatePrefix::new),
                defaults -> CreationTemplateJson.read(input, defaults)));
    }
}
