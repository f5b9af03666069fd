package dev.ferry.registry;

/** A repository within its Region, as the keys of the tables name it: {@code 111122223333/team/app}. */
public record RepositoryKey(AccountId account, RepositoryName repository) {

    public static RepositoryKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + text + "' names no repository");
        }
        return new RepositoryKey(new AccountId(text.substring(0, slash)), new RepositoryName(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return account + "/" + repository;
    }
}
