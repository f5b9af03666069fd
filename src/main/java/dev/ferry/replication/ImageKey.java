package dev.ferry.replication;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.Digest;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;

/** An image within its Region, as the keys of the tables name it: {@code 111122223333/team/app@sha256:…}. */
public record ImageKey(RepositoryKey repository, Digest digest) {

    public static ImageKey of(AccountId account, RepositoryName repository, Digest digest) {
        return new ImageKey(new RepositoryKey(account, repository), digest);
    }

    public static ImageKey of(ImageAction action) {
        return of(action.registry().account(), action.repository(), action.digest());
    }

    /** @throws IllegalArgumentException or a domain exception when the text is no such name */
    public static ImageKey parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("'" + text + "' names no image");
        }
        return new ImageKey(RepositoryKey.parse(text.substring(0, at)), Digest.parse(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return repository + "@" + digest;
    }
}
