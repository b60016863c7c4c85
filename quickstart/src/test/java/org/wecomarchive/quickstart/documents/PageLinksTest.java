package org.wecomarchive.quickstart.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links between the pages of the checkout. */
final class PageLinksTest {

    @Test
    void everyLinkLeadsToAFileAndToAHeadingThatItHas() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Page page : Page.all()) {
            for (String link : page.links()) {
                links++;
                if (!Page.leadsSomewhere(link)) {
                    dead.add(page + " -> " + link);
                }
            }
        }

        assertThat(links).isGreaterThan(200);
        assertThat(dead).isEmpty();
    }
}
