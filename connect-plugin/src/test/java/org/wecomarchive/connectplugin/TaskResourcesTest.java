package org.wecomarchive.connectplugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaskResourcesTest {

    private final List<String> closed = new ArrayList<>();
    private final TaskResources resources = new TaskResources();

    @Test
    void closesInReverseOrderOnceWhateverFails() {
        resources.keep(() -> closed.add("first"));
        resources.keep(() -> {
            throw new IllegalStateException("broken");
        });
        resources.keep(() -> closed.add("last"));

        resources.close();
        resources.close();

        assertThat(closed).containsExactly("last", "first");
    }
}
