package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.account.PullTimeSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Has the pulls of a user or a role recorded with images again. */
@ApplicationScoped
public class DeregisterPullTimeUpdateExclusion implements EcrOperation {
    private final PullTimeSettings pullTimes;

    public DeregisterPullTimeUpdateExclusion(PullTimeSettings pullTimes) {
        this.pullTimes = pullTimes;
    }

    @Override
    public String name() {
        return "DeregisterPullTimeUpdateExclusion";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        String principal = request.input().text("principalArn");
        pullTimes.include(request.registry(), principal);
        return EcrJson.object().put("principalArn", principal);
    }
}
