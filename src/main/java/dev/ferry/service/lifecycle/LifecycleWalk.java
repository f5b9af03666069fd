package dev.ferry.service.lifecycle;

import dev.ferry.messaging.LifecycleMessage;
import dev.ferry.messaging.LifecycleQueue;
import dev.ferry.registry.Page;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.store.LifecyclePoliciesTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Has all lifecycle policies of a Region evaluated, whoever they belong to, a page of them at a time. */
@ApplicationScoped
public class LifecycleWalk {
    private final LifecyclePoliciesTable policies;
    private final LifecycleQueue queue;
    private final LifecyclePages pages;

    public LifecycleWalk(LifecyclePoliciesTable policies, LifecycleQueue queue, LifecyclePages pages) {
        this.policies = policies;
        this.queue = queue;
        this.pages = pages;
    }

    /** Begins with the first. */
    public void start(RegionName region) {
        queue.send(region, new LifecycleMessage.Policies(""));
    }

    /** Hands a page on, and has the next one handed on if there is one. */
    public void goOn(RegionName region, LifecycleMessage.Policies message) {
        Page<RepositoryKey> page = Page.of(
                policies.repositories(region, message.after(), pages.policies() + 1), pages.policies(), RepositoryKey::toString);
        page.items().forEach(repository -> queue.send(region, new LifecycleMessage.Turn(repository, Optional.empty())));
        page.next().ifPresent(last -> queue.send(region, new LifecycleMessage.Policies(last)));
    }
}
