package org.wecomarchive.financesdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wecomarchive.financesdk.EchoProvider;

final class HostCommandTest {

    @Test
    void takesTheClassPathFromWhereTheClassesCameFrom() {
        List<String> entries = classPath("/opt/wecom/libWeWorkFinanceSdk_C.so");

        assertThat(entries).allSatisfy(entry -> assertThat(Path.of(entry)).exists());
        assertThat(names(entries)).hasSize(3);
        assertThat(names(entries)).anyMatch(name -> name.startsWith("jna-"));
        assertThat(System.getProperty("java.class.path")).contains("junit");
        assertThat(names(entries)).noneMatch(name -> name.contains("junit") || name.contains("kafka"));
    }

    @Test
    void addsWhereTheProviderCameFrom() {
        assertThat(classPath(EchoProvider.LIBRARY))
                .containsAll(classPath("/opt/wecom/libWeWorkFinanceSdk_C.so"))
                .anyMatch(entry -> entry.endsWith("test-classes"));
    }

    @Test
    void startsAJvmThatLeavesNoDump() {
        List<String> command =
                HostCommand.forLibrary("/opt/wecom/libWeWorkFinanceSdk_C.so").command();

        assertThat(command).contains("-XX:+SuppressFatalErrorMessage", "-XX:+ExitOnOutOfMemoryError");
        assertThat(command.get(2)).startsWith("ulimit -c 0;");
    }

    @Test
    void leavesCtrlCToTheParent() {
        List<String> command =
                HostCommand.forLibrary("/opt/wecom/libWeWorkFinanceSdk_C.so").command();

        assertThat(command.get(2)).contains("trap '' INT;");
    }

    private static List<String> classPath(String library) {
        List<String> command = HostCommand.forLibrary(library).command();
        return List.of(command.get(command.indexOf("-cp") + 1).split(File.pathSeparator, -1));
    }

    private static Stream<String> names(List<String> entries) {
        return entries.stream().map(entry -> Path.of(entry).getFileName().toString());
    }
}
