package org.wecomarchive.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ContractTablesTest {

    private static final Path DOCUMENT = Path.of("CONTRACT.md");

    @Test
    void areInTheDocument() throws IOException {
        String tables = ContractTables.of(SchemaSet.current());
        if (Boolean.getBoolean("schemas.refresh")) {
            Files.writeString(DOCUMENT, tables);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("mvn -pl schemas -am test -Dschemas.refresh=true")
                .isEqualTo(tables);
    }
}
