package dev.ferry.identity;

/**
 * What came of sealing a Region's keys anew.
 *
 * @param resealed   which an earlier sealing key had sealed
 * @param current    which the sealing key in force had sealed before
 * @param unreadable which none of the sealing keys opens, so that nobody can use them
 */
public record Resealing(int resealed, int current, int unreadable) {
    static final Resealing NONE = new Resealing(0, 0, 0);
    static final Resealing RESEALED = new Resealing(1, 0, 0);
    static final Resealing CURRENT = new Resealing(0, 1, 0);
    static final Resealing UNREADABLE = new Resealing(0, 0, 1);

    Resealing and(Resealing other) {
        return new Resealing(resealed + other.resealed, current + other.current, unreadable + other.unreadable);
    }
}
