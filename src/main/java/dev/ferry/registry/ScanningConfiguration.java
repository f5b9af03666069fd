package dev.ferry.registry;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the images of a registry are to be scanned (ECR API, {@code RegistryScanningConfiguration}). It is kept and told:
 * Ferry has no scanner.
 *
 * @param rules at most one a frequency, each with a frequency that the type has
 */
public record ScanningConfiguration(ScanType scanType, List<Rule> rules) {
    /** What a registry has before it is given another. */
    public static final ScanningConfiguration DEFAULT = new ScanningConfiguration(ScanType.BASIC, List.of());

    /** @throws InvalidValueException when a bound is broken */
    public ScanningConfiguration {
        rules = List.copyOf(rules);
        for (Rule rule : rules) {
            if (!scanType.frequencies.contains(rule.frequency())) {
                throw new InvalidValueException("scan type " + scanType + " does not support the scan frequency " + rule.frequency());
            }
        }
        if (rules.stream().map(Rule::frequency).distinct().count() < rules.size()) {
            throw new InvalidValueException("each scan frequency may have one rule");
        }
    }

    /** ECR's two kinds of scans, with the frequencies that each supports. */
    public enum ScanType {
        BASIC(Frequency.SCAN_ON_PUSH, Frequency.MANUAL),
        ENHANCED(Frequency.SCAN_ON_PUSH, Frequency.CONTINUOUS_SCAN);

        private final Set<Frequency> frequencies;

        ScanType(Frequency... frequencies) {
            this.frequencies = Set.of(frequencies);
        }
    }

    /** When images are scanned, what is more often first. */
    public enum Frequency { CONTINUOUS_SCAN, SCAN_ON_PUSH, MANUAL }

    /**
     * Which repositories are scanned how often.
     *
     * @param filters names of repositories, in which {@code *} is any run of characters; a repository is matched by any
     */
    public record Rule(Frequency frequency, List<String> filters) {
        public Rule {
            filters = List.copyOf(filters);
        }

        private Stream<String> matching(RepositoryName repository) {
            return filters.stream().filter(filter -> Wildcard.matches(filter, repository.value()));
        }
    }

    /** How often a repository's images are scanned: what its registry's rules say of it, or else what it says itself. */
    public Frequency frequencyFor(Repository repository) {
        Optional<Frequency> ruled = rules.stream()
                .filter(rule -> rule.matching(repository.name()).findAny().isPresent())
                .map(Rule::frequency)
                .min(Frequency::compareTo);
        return ruled.orElse(repository.scanOnPush() ? Frequency.SCAN_ON_PUSH : Frequency.MANUAL);
    }

    /** The filters that match a repository. */
    public List<String> filtersFor(RepositoryName repository) {
        return rules.stream().flatMap(rule -> rule.matching(repository)).distinct().toList();
    }
}
