package dev.ferry.local.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The bytes of an object or part: segments of data files, one after the other. So a completed upload is its parts'
 * segments, and no byte is written twice. The files are deleted when the object or part is gone and nobody reads it any
 * more.
 */
final class Content {
    private final DataFiles files;
    private final List<Segment> segments;
    private final long size;
    private int holders = 1;

    Content(DataFiles files, List<Segment> segments) {
        this.files = files;
        this.segments = List.copyOf(segments);
        this.size = segments.stream().mapToLong(Segment::length).sum();
    }

    static Content of(DataFiles files, Segment segment) {
        return new Content(files, List.of(segment));
    }

    /** All of these, one after the other; it takes their place, so that they must not be released any more. */
    static Content joined(DataFiles files, List<Content> contents) {
        return new Content(files, contents.stream().flatMap(content -> content.segments.stream()).toList());
    }

    List<Segment> segments() {
        return segments;
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** Keeps the files until {@link #release}; false when it is too late. */
    synchronized boolean hold() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    /** Gives up one hold; the first is the one of the object or part itself. */
    void release() {
        synchronized (this) {
            holders--;
            if (holders > 0) {
                return;
            }
        }
        segments.forEach(segment -> files.delete(segment.fileId()));
    }

    /** These bytes of it alone, in the same files: a view, which needs the hold on the whole. */
    Content slice(ByteRange range) {
        return new Content(files, segmentsOf(range));
    }

    /** Writes all bytes. The caller holds this content. */
    void writeTo(OutputStream target) throws IOException {
        byte[] buffer = new byte[(int) Math.min(DataFiles.BUFFER_SIZE, size)];
        for (Segment segment : segments) {
            files.read(segment, target, buffer);
        }
    }

    /**
     * Hashes all bytes. The caller holds this content.
     *
     * @param others are given all bytes as well
     */
    ContentHashes hash(Set<ChecksumAlgorithm> algorithms, List<MessageDigest> others) throws IOException {
        ContentHashes.Hasher hasher = new ContentHashes.Hasher(algorithms, others);
        writeTo(new OutputStream() {
            @Override
            public void write(int single) {
                hasher.update(new byte[] {(byte) single}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                hasher.update(bytes, offset, count);
            }
        });
        return hasher.finish();
    }

    /** The same bytes for another owner, in the files of its bucket. The caller holds this content. */
    Content copy(DataFiles target) throws IOException {
        List<Segment> copies = new ArrayList<>();
        boolean complete = false;
        try {
            for (Segment source : segments) {
                copies.add(target.link(files, source));
            }
            target.forceDirectory();
            complete = true;
            return new Content(target, copies);
        } finally {
            if (!complete) {
                copies.forEach(made -> target.delete(made.fileId()));
            }
        }
    }

    private List<Segment> segmentsOf(ByteRange range) {
        List<Segment> within = new ArrayList<>();
        long start = 0;
        for (Segment segment : segments) {
            long from = Math.max(range.first(), start);
            long to = Math.min(range.last() + 1, start + segment.length());
            if (from < to) {
                within.add(new Segment(segment.fileId(), segment.offset() + from - start, to - from));
            }
            start += segment.length();
        }
        return within;
    }
}
