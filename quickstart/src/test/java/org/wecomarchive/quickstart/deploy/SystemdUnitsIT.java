package org.wecomarchive.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units of {@code deploy/systemd}, as systemd itself reads them. Nothing starts them: a build machine does not run systemd. */
@Timeout(300)
class SystemdUnitsIT {

    private static final Path FOLDER = Path.of("..", "deploy", "systemd");

    @TempDir
    Path temporary;

    /** {@code verify} ends with 0 at an unknown setting, too, so it must print nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"wecom-decryptor.service", "wecom-connect.service", "wecom-restart.service"})
    void areUnderstoodAndConfined(String unit) throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))).isTrue();
        Path installed = withProgramsThatExist(unit);

        String complaints = run("verify", "--man=no", installed.toString());
        String exposure = run("security", "--offline=true", "--threshold=25", installed.toString());

        assertThat(complaints).isEmpty();
        assertThat(exposure).contains("Overall exposure level for " + unit);
    }

    /** The unit with an empty program in place of the one that a site has in {@code /opt}. */
    private Path withProgramsThatExist(String unit) throws IOException {
        String text = Files.readString(FOLDER.resolve(unit), StandardCharsets.UTF_8);
        String program = text.lines()
                .filter(line -> line.startsWith("ExecStart="))
                .map(line -> line.substring("ExecStart=".length()).split(" ", 2)[0])
                .findFirst()
                .orElseThrow();
        Path stand = Files.writeString(temporary.resolve("program"), "#!/bin/sh\n");
        assertThat(stand.toFile().setExecutable(true)).isTrue();
        return Files.writeString(temporary.resolve(unit), text.replace(program, stand.toString()));
    }

    private static String run(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "/usr/bin/systemd-analyze";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
