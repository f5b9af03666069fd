package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.account.PullTimeSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Has the pulls of a user or a role not recorded with images. */
@ApplicationScoped
public class RegisterPullTimeUpdateExclusion implements EcrOperation {
    private final PullTimeSettings pullTimes;

    public RegisterPullTimeUpdateExclusion(PullTimeSettings pullTimes) {
        this.pullTimes = pullTimes;
    }

    @Override
    public String name() {
        return "RegisterPullTimeUpdateExclusion";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        String principal = request.input().text("principalArn");
        ObjectNode output = EcrJson.object().put("principalArn", principal);
        output.set("createdAt", EcrJson.timestamp(pullTimes.exclude(request.registry(), principal)));
        return output;
    }
}
