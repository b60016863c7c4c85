package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The blocks of a page that a reader copies into a shell: those that begin with {@code ```bash}. */
final class CommandBlocks {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash ?(\\w*)\\n(.*?)^```$");

    private CommandBlocks() {}

    /**
     * One block.
     *
     * @param label what stands behind {@code bash}, for the test; mostly empty
     * @param commands as they stand in the page
     */
    record Block(String label, String commands) {}

    static List<Block> of(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page))
                .results()
                .map(found -> new Block(found.group(1), found.group(2)))
                .toList();
    }
}
