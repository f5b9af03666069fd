package dev.ferry.registry;

import java.util.List;

/**
 * Which images are to be signed by which profiles of AWS Signer when they are pushed (ECR API, {@code SigningConfiguration}).
 * It is kept and told: Ferry signs nothing.
 */
public record SigningConfiguration(List<Rule> rules) {
    public SigningConfiguration {
        rules = List.copyOf(rules);
    }

    /**
     * @param profileArn of a signing profile
     * @param filters    names of repositories, in which {@code *} is any run of characters; a rule without is for all
     */
    public record Rule(String profileArn, List<String> filters) {
        public Rule {
            filters = List.copyOf(filters);
        }

        private boolean isFor(RepositoryName repository) {
            return filters.isEmpty() || filters.stream().anyMatch(filter -> Wildcard.matches(filter, repository.value()));
        }
    }

    /** The profiles that are to sign the images of a repository, each once. */
    public List<String> profilesFor(RepositoryName repository) {
        return rules.stream().filter(rule -> rule.isFor(repository)).map(Rule::profileArn).distinct().toList();
    }
}
