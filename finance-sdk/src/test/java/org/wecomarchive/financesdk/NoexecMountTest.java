package org.wecomarchive.financesdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoexecMountTest {

    /** The last one of a place counts. */
    private static final List<String> MOUNTS = List.of(
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "23 22 0:20 / /tmp rw,nosuid,nodev,noexec shared:2 - tmpfs tmpfs rw",
            "24 23 0:21 / /tmp/exec rw,nosuid - tmpfs tmpfs rw",
            "25 22 0:22 / /srv/a\\040b rw,noexec - tmpfs tmpfs rw",
            "26 22 0:23 / /opt rw,noexec - tmpfs tmpfs rw",
            "27 22 0:24 / /opt rw - tmpfs tmpfs rw,noexec",
            "28 22 0:25 / /mnt rw - tmpfs tmpfs rw",
            "29 22 0:26 / /mnt rw,noexec - tmpfs tmpfs rw",
            "a line of another form");

    @ParameterizedTest
    @CsvSource({"/tmp, /tmp", "/tmp/jna, /tmp", "/srv/a b/c, /srv/a b", "/mnt, /mnt"})
    void namesTheMountAndTheSetting(Path folder, String mount) {
        assertThat(NoexecMount.remedy(folder, "java.io.tmpdir", MOUNTS))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith(mount + " is mounted noexec")
                        .contains(folder.toString())
                        .endsWith("-Djava.io.tmpdir to a folder that is"));
    }

    @ParameterizedTest
    @CsvSource({"/", "/tmpfiles", "/tmp/exec", "/tmp/exec/jna", "/opt", "/srv", "/var/tmp"})
    void hasNothingToSayOfOthers(Path folder) {
        assertThat(NoexecMount.remedy(folder, "java.io.tmpdir", MOUNTS)).isEmpty();
    }
}
