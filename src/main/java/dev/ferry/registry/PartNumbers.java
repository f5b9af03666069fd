package dev.ferry.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which of an upload's parts in S3 are the layer's, by their numbers: S3 joins parts in the order of their numbers, whatever is
 * left out in between. A number that a writer was given is given to no other, so that none can replace another's part.
 *
 * @param runs of numbers that follow each other, ascending
 * @param next the first number that nobody was given
 */
public record PartNumbers(List<Run> runs, int next) {
    /** S3's highest (user guide, "Amazon S3 multipart upload limits"). */
    public static final int HIGHEST = 10_000;

    public static final PartNumbers NONE = new PartNumbers(List.of(), 1);

    /** @param last inclusive */
    public record Run(int first, int last) {}

    public PartNumbers {
        runs = List.copyOf(runs);
    }

    /** What {@link #toString} has written. */
    public static PartNumbers parse(String runs, int next) {
        return new PartNumbers(
                Arrays.stream(runs.split(",")).filter(run -> !run.isEmpty()).map(PartNumbers::run).toList(), next);
    }

    private static Run run(String text) {
        String[] numbers = text.split("-");
        return new Run(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    /** Some of the numbers that were given are the layer's. */
    public PartNumbers with(int first, int count) {
        if (count == 0) {
            return this;
        }
        List<Run> more = new ArrayList<>(runs);
        Run last = more.isEmpty() ? null : more.get(more.size() - 1);
        if (last != null && last.last() + 1 == first) {
            more.set(more.size() - 1, new Run(last.first(), first + count - 1));
        } else {
            more.add(new Run(first, first + count - 1));
        }
        return new PartNumbers(more, Math.max(next, first + count));
    }

    public PartNumbers withNext(int first) {
        return new PartNumbers(runs, first);
    }

    /** How many of them are the layer's. */
    public int count() {
        return runs.stream().mapToInt(run -> run.last() - run.first() + 1).sum();
    }

    public boolean contains(int number) {
        return runs.stream().anyMatch(run -> run.first() <= number && number <= run.last());
    }

    /** The runs alone, such as {@code 1-12,17-20}. */
    @Override
    public String toString() {
        return runs.stream().map(run -> run.first() + "-" + run.last()).collect(Collectors.joining(","));
    }
}
