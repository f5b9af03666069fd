package dev.ferry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where {@code ferry.jar} keeps what it unpacks and what it is given, if nobody says so. */
class UserFoldersTest {
    private static final Path HOME = Path.of("/home/user");

    @ParameterizedTest
    @CsvSource({
        "Linux, .cache/ferry, .local/share/ferry",
        "Mac OS X, Library/Caches/ferry, Library/Application Support/ferry",
        "Windows 11, AppData/Local/ferry/cache, AppData/Local/ferry/data",
    })
    void by_the_custom_of_the_system(String system, String cache, String data) {
        assertThat(UserFolders.of(system, HOME, Map.of()))
                .isEqualTo(new UserFolders(HOME.resolve(cache), HOME.resolve(data)));
    }

    @Test
    void by_the_users_own_variables() {
        assertThat(UserFolders.of("Linux", HOME, Map.of("XDG_CACHE_HOME", "/big/cache", "XDG_DATA_HOME", "relative")))
                .isEqualTo(new UserFolders(Path.of("/big/cache/ferry"), HOME.resolve(".local/share/ferry")));
    }
}
