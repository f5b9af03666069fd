package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Page;
import dev.ferry.service.image.Images;
import jakarta.enterprise.context.ApplicationScoped;

/** Lists what names the images of a repository: their digests with each of their tags. */
@ApplicationScoped
public class ListImages implements EcrOperation {
    private final Images images;

    public ListImages(Images images) {
        this.images = images;
    }

    @Override
    public String name() {
        return "ListImages";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        Page<ImageId> page = images.ids(request.registry(), input.repositoryName(), ImageFilter.listed(input),
                Paging.after(input, ImageId::parse), Paging.size(input));
        ObjectNode output = EcrJson.object();
        ArrayNode list = output.putArray("imageIds");
        page.items().forEach(id -> list.add(ImageIds.json(id)));
        Paging.writeNext(output, page);
        return output;
    }
}
