package org.wecomarchive.sinkiceberg.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalFilesTest {

    @TempDir
    Path directory;

    private final LocalFiles files = new LocalFiles();

    @ParameterizedTest
    @ValueSource(strings = {"", "file:", "file://"})
    void readsWhatItWroteUnderAPathOrAUri(String scheme) throws IOException {
        String location = scheme + directory + "/a/b/ä c";

        write(location, "text");

        try (InputStream input = files.newInputFile(location).newStream()) {
            assertThat(input.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("text");
        }
        assertThat(files.newInputFile(location).getLength()).isEqualTo(4);
        assertThat(directory.resolve("a/b/ä c")).hasContent("text");
    }

    @Test
    void countsThePositionWhateverIsBuffered() throws IOException {
        try (PositionOutputStream output = files.newOutputFile(directory + "/f").create()) {
            output.write('a');
            output.write(new byte[100_000]);

            assertThat(output.getPos()).isEqualTo(100_001);
        }
        assertThat(directory.resolve("f")).hasSize(100_001);
    }

    @Test
    void overwritesOnlyWhenToldTo() throws IOException {
        String location = directory + "/f";
        write(location, "longer text");

        assertThatThrownBy(() -> files.newOutputFile(location).create()).isInstanceOf(AlreadyExistsException.class);
        try (PositionOutputStream output = files.newOutputFile(location).createOrOverwrite()) {
            output.write('x');
        }
        assertThat(directory.resolve("f")).hasContent("x");
    }

    @Test
    void listsFilesBelowADirectoryAndDeletesThem() throws IOException {
        write(directory + "/t/data/f1", "1");
        write(directory + "/t/metadata/f2", "22");

        assertThat(files.listPrefix(directory + "/t"))
                .extracting(FileInfo::location, FileInfo::size)
                .containsExactlyInAnyOrder(
                        tuple(directory + "/t/data/f1", 1L), tuple(directory + "/t/metadata/f2", 2L));
        assertThat(files.listPrefix(directory + "/none")).isEmpty();

        files.deleteFile(directory + "/t/data/f1");

        assertThat(Files.exists(directory.resolve("t/data/f1"))).isFalse();
        assertThatThrownBy(() -> files.deleteFile(directory + "/t/data/f1")).isInstanceOf(NotFoundException.class);
    }

    private void write(String location, String text) throws IOException {
        try (PositionOutputStream output = files.newOutputFile(location).create()) {
            output.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
