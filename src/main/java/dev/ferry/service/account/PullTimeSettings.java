package dev.ferry.service.account;

import dev.ferry.policy.IamArn;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Page;
import dev.ferry.registry.Registry;
import dev.ferry.store.PullTimeExclusions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** Whose pulls of a registry's images are not recorded as their last (ECR API, {@code RegisterPullTimeUpdateExclusion}). */
@ApplicationScoped
public class PullTimeSettings {
    /** The most that are excluded of a registry, as many as ECR tells of at once. */
    public static final int MAX = 100;

    private final PullTimeExclusions exclusions;
    private final Clock clock;

    public PullTimeSettings(PullTimeExclusions exclusions, Clock clock) {
        this.exclusions = exclusions;
        this.clock = clock;
    }

    /**
     * Excludes a user or a role, with all its sessions.
     *
     * @return when
     * @throws EcrException ExclusionAlreadyExistsException, LimitExceededException
     */
    public Instant exclude(Registry registry, String principalArn) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        exclusions.add(registry, principalArn, now, MAX,
                () -> new EcrException(ErrorCode.EXCLUSION_ALREADY_EXISTS, "A pull time update exclusion for the principal '"
                        + principalArn + "' already exists in the registry with id '" + registry.account() + "'"),
                () -> new EcrException(ErrorCode.LIMIT_EXCEEDED,
                        "The registry with id '" + registry.account() + "' already has " + MAX + " pull time update exclusions"));
        return now;
    }

    /** @throws EcrException ExclusionNotFoundException */
    public void include(Registry registry, String principalArn) {
        if (!exclusions.remove(registry, principalArn)) {
            throw new EcrException(ErrorCode.EXCLUSION_NOT_FOUND, "A pull time update exclusion for the principal '"
                    + principalArn + "' does not exist in the registry with id '" + registry.account() + "'");
        }
    }

    public Page<String> page(Registry registry, Optional<String> after, int size) {
        return Page.of(exclusions.of(registry, after), size, Function.identity());
    }

    /** Whether a principal, or the role of which it is a session, is excluded. */
    public boolean excludes(Registry registry, String principalArn) {
        IamArn principal = IamArn.parse(principalArn);
        return exclusions.of(registry, Optional.empty()).anyMatch(excluded -> IamArn.parse(excluded).covers(principal));
    }
}
