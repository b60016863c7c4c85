package org.wecomarchive.benchmarks.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessCpuTest {

    @TempDir
    private Path process;

    @Test
    void countsUserAndSystemTimeOfAllThreadsButTheCompilers() throws IOException {
        Files.writeString(process.resolve("stat"), stat("java", 1_000, 250));
        thread("11", stat("main", 300, 50));
        thread("12", stat("C1 CompilerThre", 90, 10));
        thread("13", stat("C2 CompilerThre", 400, 20));

        assertThat(new ProcessCpu(process).seconds()).isEqualTo(7.3);
    }

    @Test
    void countsThreadsThatEndWhileItReads() throws IOException {
        Files.writeString(process.resolve("stat"), stat("java", 200, 0));
        Files.createDirectories(process.resolve("task").resolve("11"));

        assertThat(new ProcessCpu(process).seconds()).isEqualTo(2);
    }

    @Test
    void readsANameWithBlanksAndBrackets() {
        assertThat(ProcessCpu.ticks(stat("task) (0 R 9", 7, 5))).isEqualTo(12);
    }

    @Test
    void failsWhereThereIsNoProcessAnyMore() {
        assertThatThrownBy(() -> new ProcessCpu(process.resolve("gone")).seconds())
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void findsAtLeastTheTimeOfThisJvm() throws IOException {
        assertThat(ProcessCpu.of(ProcessHandle.current()).seconds()).isPositive();
    }

    private void thread(String id, String stat) throws IOException {
        Path thread = Files.createDirectories(process.resolve("task").resolve(id));
        Files.writeString(thread.resolve("stat"), stat);
    }

    private static String stat(String name, int user, int system) {
        return "7 (" + name + ") S 1 2 3 4 5 6 7 8 9 10 " + user + " " + system + " 0 0 20 0 30 0 100\n";
    }
}
