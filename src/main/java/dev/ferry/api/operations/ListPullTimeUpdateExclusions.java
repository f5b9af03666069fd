package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Page;
import dev.ferry.service.account.PullTimeSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/** Tells whose pulls are not recorded with images. */
@ApplicationScoped
public class ListPullTimeUpdateExclusions implements EcrOperation {
    private final PullTimeSettings pullTimes;

    public ListPullTimeUpdateExclusions(PullTimeSettings pullTimes) {
        this.pullTimes = pullTimes;
    }

    @Override
    public String name() {
        return "ListPullTimeUpdateExclusions";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        Page<String> page = pullTimes.page(request.registry(), Paging.after(input, Function.identity()), Paging.size(input));
        ObjectNode output = EcrJson.object();
        ArrayNode principals = output.putArray("pullTimeUpdateExclusions");
        page.items().forEach(principals::add);
        Paging.writeNext(output, page);
        return output;
    }
}
