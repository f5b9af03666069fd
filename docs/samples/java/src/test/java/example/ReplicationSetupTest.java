package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.junit.FerryCloud;
import dev.ferry.junit.FerryRegistry;
import dev.ferry.junit.InRegion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RepositoryFilterType;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** What we release reaches Ireland, and what we try out stays here. */
@FerryCloud
class ReplicationSetupTest {

    @BeforeEach
    void configure(FerryRegistry registry) {
        registry.ecr().putReplicationConfiguration(put -> put.replicationConfiguration(configuration -> configuration.rules(rule -> rule
                .destinations(destination -> destination.region("eu-west-1").registryId(registry.account()))
                .repositoryFilters(filter -> filter.filterType(RepositoryFilterType.PREFIX_MATCH).filter("release/")))));
        registry.ecr().createRepository(create -> create.repositoryName("release/app"));
        registry.ecr().createRepository(create -> create.repositoryName("scratch/app"));
    }

    @Test
    void releases_reach_ireland(FerryRegistry registry, @InRegion("eu-west-1") EcrClient ireland) {
        String digest = registry.pushImage("release/app:1.0");

        registry.awaitReplicated("release/app:1.0");

        assertEquals(digest, ireland.listImages(list -> list.repositoryName("release/app")).imageIds().get(0).imageDigest());
    }

    @Test
    void experiments_stay_here(FerryRegistry registry, @InRegion("eu-west-1") EcrClient ireland) {
        registry.pushImage("scratch/app:1.0");
        registry.pushImage("release/app:1.0");

        registry.awaitReplicated("release/app:1.0"); // behind it on the same way

        assertTrue(registry.statuses("scratch/app:1.0").isEmpty());
        assertThrows(
                RepositoryNotFoundException.class,
                () -> ireland.listImages(list -> list.repositoryName("scratch/app")));
    }
}
