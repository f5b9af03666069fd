package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.service.repository.RepositoryCreationTemplates;
import jakarta.enterprise.context.ApplicationScoped;

/** Changes what is given of a creation template. */
@ApplicationScoped
public class UpdateRepositoryCreationTemplate implements EcrOperation {
    private final RepositoryCreationTemplates templates;

    public UpdateRepositoryCreationTemplate(RepositoryCreationTemplates templates) {
        this.templates = templates;
    }

    @Override
    public String name() {
        return "UpdateRepositoryCreationTemplate";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        return CreationTemplateJson.answer(request, templates.update(
                request.registry(),
                input.value("prefix", TemplatePrefix::new),
                seen -> CreationTemplateJson.read(input, seen)));
    }
}
