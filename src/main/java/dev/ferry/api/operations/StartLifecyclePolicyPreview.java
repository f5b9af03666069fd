package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.lifecycle.LifecyclePreview;
import dev.ferry.service.lifecycle.LifecyclePreviews;
import jakarta.enterprise.context.ApplicationScoped;

/** Starts to find out what a lifecycle policy would do with a repository. */
@ApplicationScoped
public class StartLifecyclePolicyPreview implements EcrOperation {
    private final LifecyclePreviews previews;

    public StartLifecyclePolicyPreview(LifecyclePreviews previews) {
        this.previews = previews;
    }

    @Override
    public String name() {
        return "StartLifecyclePolicyPreview";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        LifecyclePreview started =
                previews.start(request.registry(), input.repositoryName(), input.optionalText("lifecyclePolicyText"));
        return LifecyclePolicyJson.of(request, started.text()).put("status", previews.status(started).name());
    }
}
