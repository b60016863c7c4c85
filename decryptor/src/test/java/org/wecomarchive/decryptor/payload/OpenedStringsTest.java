package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenedStringsTest {

    private final OpenedStrings strings = new OpenedStrings(new JsonReader(), new ValueBudget());

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "12", "\"{}\"", "{broken", "{broken}", "[smile]", "{]"})
    void opensOnlyObjectsAndArrays(String text) {
        Json json = new Json.Text(text);

        assertThat(strings.open(json)).isEmpty();
        assertThat(strings.openOrSame(json)).isSameAs(json);
    }

    @Test
    void parsesAStringOnce() {
        Json json = new Json.Text(" {\"a\":1} ");

        Json opened = strings.openOrSame(json);

        assertThat(opened.isObject()).isTrue();
        assertThat(strings.openOrSame(json)).isSameAs(opened);
    }

    @Test
    void givesUpAfterManyStringsThatOnlyLookLikeJson() {
        for (int i = 1; i < OpenedStrings.MAX_FAILURES; i++) {
            strings.open(new Json.Text("{" + i + "}"));
        }

        assertThat(strings.open(new Json.Text("{}"))).isPresent();
        assertThat(strings.open(new Json.Text("{last}"))).isEmpty();
        assertThat(strings.open(new Json.Text("{}"))).isEmpty();
    }
}
