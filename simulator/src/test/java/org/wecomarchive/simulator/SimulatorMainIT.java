package org.wecomarchive.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.financesdk.SdkSettings.Isolation;

/** The program behind {@code bin/simulator}, as its user sees it. */
@Timeout(600)
class SimulatorMainIT {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    @TempDir
    private Path dir;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endThePrograms() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void servesATenantThroughWhatItInstalls() throws Exception {
        Program program = start("--records=50", "--rate=0", "--corp=wwmine", "--seed=3", "--faults=errcode=45009@2");

        assertThat(dir.resolve("keys/wwmine")).isDirectoryContaining("glob:**/1.pem");
        try (FinanceSdk sdk = open(program);
                ArchiveSession session = session(sdk)) {
            assertThat(page(session).path("chatdata")).hasSize(50);
            assertThat(page(session).path("errcode").asInt()).isEqualTo(45009);
        }
    }

    @Test
    void takesAPlanOfFaultsFromItsInput() throws Exception {
        Program program = start("--records=5", "--rate=0", "--corp=wwmine");

        try (FinanceSdk sdk = open(program);
                ArchiveSession session = session(sdk)) {
            assertThat(program.say("code=10003@always")).contains("code=10003@1..");
            assertThatThrownBy(() -> page(session))
                    .asInstanceOf(InstanceOfAssertFactories.type(SdkException.class))
                    .extracting(SdkException::code)
                    .isEqualTo(10003);
            assertThat(program.say("payload-abort@1")).startsWith("Nothing is changed");
            program.say("");
            assertThat(page(session).path("chatdata")).hasSize(5);
        }
    }

    @Test
    void goesOnFromItsDirectory() throws Exception {
        Program first = start("--records=30", "--rate=0", "--corp=wwmine");
        List<String> before;
        try (FinanceSdk sdk = open(first);
                ArchiveSession session = session(sdk)) {
            before = seqs(page(session));
        }
        first.process().destroy();
        assertThat(first.process().waitFor(2, TimeUnit.MINUTES)).isTrue();

        Program second = start("--records=40", "--rate=0", "--corp=wwmine");

        try (FinanceSdk sdk = open(second);
                ArchiveSession session = session(sdk)) {
            assertThat(seqs(page(session))).hasSize(40).startsWith(before.toArray(String[]::new));
        }
    }

    @Test
    void saysWhatIsWrongWithTheCommandLine() throws Exception {
        Process process = launch("--port=99999");

        String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(complaint).startsWith("--port takes").hasLineCount(1);
    }

    private record Program(Process process, BufferedReader output, PrintStream input, String library) {

        /** Types a line and returns the answer. */
        private String say(String line) throws IOException {
            input.println(line);
            input.flush();
            return output.readLine();
        }
    }

    private Program start(String... options) throws IOException {
        Process process = launch(options);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String nativeLibrary = "";
        String javaLibrary = "";
        for (String line = output.readLine(); !line.contains("Ctrl-C ends"); line = output.readLine()) {
            if (line.startsWith("  C library    /")) {
                nativeLibrary = line.substring(15);
            } else if (line.contains("sdk.library=")) {
                javaLibrary = line.replaceAll(".*sdk.library=(\\S+).*", "$1");
            }
        }
        assertThat(output.readLine()).isEmpty();
        PrintStream input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        return new Program(process, output, input, nativeLibrary.isEmpty() ? javaLibrary : nativeLibrary);
    }

    private Process launch(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName(),
                "--dir=" + dir));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static FinanceSdk open(Program program) {
        return FinanceSdks.open(new SdkSettings(program.library(), Isolation.PROCESS, Duration.ofSeconds(10)));
    }

    private ArchiveSession session(FinanceSdk sdk) throws Exception {
        String secret = Files.readString(dir.resolve("secret")).strip();
        return sdk.open(new CorpCredentials("wwmine", secret, "", "", Duration.ofSeconds(20)));
    }

    private static JsonNode page(ArchiveSession session) throws Exception {
        return JSON.readTree(session.fetchPage(0, 1000));
    }

    private static List<String> seqs(JsonNode page) {
        List<String> seqs = new ArrayList<>();
        page.path("chatdata").forEach(record -> seqs.add(record.path("seq").asText()));
        return seqs;
    }
}
