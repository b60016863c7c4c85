package org.wecomarchive.quickstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wecomarchive.architecture.ModuleTable;

/** No module is left out of the module table or of its checks. */
final class EveryModuleTest {

    private static final Path CHECKOUT = Path.of("..");

    @Test
    void standsInTheTableAndChecksItself() throws IOException {
        List<Path> modules = modules();

        assertThat(modules)
                .allSatisfy(module ->
                        assertThat(test(module)).as("test of the architecture").exists());
        assertThat(modules.stream().map(EveryModuleTest::packageOf).collect(Collectors.toSet()))
                .isEqualTo(Set.copyOf(ModuleTable.MAY_USE.keySet()));
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(CHECKOUT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .filter(folder -> Files.isDirectory(folder.resolve("src/main/java/org/wecomarchive")))
                    .toList();
        }
    }

    private static Path test(Path module) {
        return module.resolve("src/test/java/org/wecomarchive")
                .resolve(packageOf(module))
                .resolve("ArchitectureTest.java");
    }

    private static String packageOf(Path module) {
        return module.getFileName().toString().replace("-", "");
    }
}
