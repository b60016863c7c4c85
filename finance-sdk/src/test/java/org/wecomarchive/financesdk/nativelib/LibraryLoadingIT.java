package org.wecomarchive.financesdk.nativelib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.financesdk.EchoLibrary;

@Timeout(600)
final class LibraryLoadingIT {

    private static final int CLASS_OFFSET = 4;
    private static final int MACHINE_OFFSET = 18;
    private static final byte SPARC = 2;

    @TempDir
    private Path directory;

    @Test
    void saysThatThereIsNoFile() {
        Path missing = directory.resolve("libWeWorkFinanceSdk_C.so");

        assertUnusable(missing, "there is no file " + missing);
    }

    @Test
    void saysThatTheFileIsNoLibrary() throws IOException {
        Path text = Files.writeString(directory.resolve("libWeWorkFinanceSdk_C.so"), "<html>download me later</html>");

        assertUnusable(text, "not a Linux library");
    }

    @Test
    void saysThatAnEmptyFileIsNoLibrary() throws IOException {
        assertUnusable(Files.createFile(directory.resolve("libWeWorkFinanceSdk_C.so")), "not a Linux library");
    }

    @Test
    void saysWhichMachineTheLibraryIsFor() throws Exception {
        Path foreign = patched(MACHINE_OFFSET, SPARC);

        assertUnusable(foreign, "is built for machine 2, but this JVM runs on " + System.getProperty("os.arch"));
    }

    @Test
    void refusesA32BitLibrary() throws Exception {
        assertUnusable(patched(CLASS_OFFSET, (byte) 1), "but this JVM runs on");
    }

    @Test
    void saysWhichFunctionIsMissing() throws Exception {
        Path incomplete = EchoLibrary.compile(directory, "-DWITHOUT_GET_INDEX_LEN");

        assertUnusable(incomplete, "lacks GetIndexLen:");
    }

    @Test
    void saysWhichDependencyIsMissing() throws Exception {
        Path needed = Files.move(EchoLibrary.compile(directory), directory.resolve("libneeded.so"));
        Path library = EchoLibrary.compile(directory, "-Wl,--no-as-needed", needed.toString());
        Files.delete(needed);

        assertUnusable(library, "libneeded.so");
    }

    @Test
    void loadsTheLibraryWithAll17Functions() throws Exception {
        Path library = EchoLibrary.compile(directory);

        try (NativeFinanceSdk sdk = NativeFinanceSdk.load(library)) {
            assertThat(LibraryLoader.FUNCTIONS).hasSize(17).doesNotHaveDuplicates();
            assertThat(sdk.liveStructs().sdks()).isZero();
        }
    }

    private Path patched(int offset, byte value) throws Exception {
        Path library = EchoLibrary.compile(directory);
        byte[] bytes = Files.readAllBytes(library);
        bytes[offset] = value;
        return Files.write(directory.resolve("foreign.so"), bytes);
    }

    private static void assertUnusable(Path library, String why) {
        assertThatThrownBy(() -> NativeFinanceSdk.load(library))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(library.toString())
                .hasMessageContaining(why);
    }
}
