package org.wecomarchive.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every zip that we give away has beside its jars: extended by a test in each module that makes one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PackageContract {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)[^)]*\\)");
    private static final Pattern VERSION = Pattern.compile("-[0-9][^/]*\\.jar$");

    private final TreeMap<String, String> texts = new TreeMap<>();
    private final Set<String> names = new TreeSet<>();

    @BeforeAll
    void read() throws IOException {
        List<Path> zips;
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            zips = files.filter(file -> file.toString().endsWith(".zip")).toList();
        }
        assertThat(zips).as("zips in target").hasSize(1);
        try (ZipFile zip = new ZipFile(zips.get(0).toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName().replaceFirst("^[^/]+/", "");
                names.add(name);
                if (name.endsWith(".md") || name.endsWith(".txt")) {
                    texts.put(name, new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Test
    void hasLicenceNoticeAndPages() {
        assertThat(names).contains("LICENSE", "NOTICE", "README.md", "config.md", "THIRD-PARTY.txt");
    }

    @Test
    void listsEveryThirdPartyWithItsLicence() {
        String list = texts.get("THIRD-PARTY.txt");
        Set<String> ours = ModuleTable.MAY_USE.keySet();
        Set<String> artifacts = names.stream()
                .filter(name -> name.endsWith(".jar"))
                .map(name -> VERSION.matcher(name.replaceFirst(".*/", "")).replaceFirst(""))
                .filter(artifact -> !ours.contains(artifact.replace("-", "")) && !artifact.equals("registry-client"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(artifacts).isNotEmpty().allSatisfy(artifact -> assertThat(list)
                .contains(":" + artifact + ":"));
        assertThat(list).doesNotContain("Unknown license");
    }

    @Test
    void hasNoLinkToWhatIsNotInIt() {
        assertThat(texts).containsKeys("README.md", "config.md").allSatisfy((page, text) -> {
            List<String> targets = LINK.matcher(text)
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !target.startsWith("http://") && !target.startsWith("https://"))
                    .toList();
            assertThat(targets).as("links of " + page).allMatch(names::contains);
        });
    }
}
