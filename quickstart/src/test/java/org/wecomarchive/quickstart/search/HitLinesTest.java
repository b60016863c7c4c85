package org.wecomarchive.quickstart.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HitLinesTest {

    private static final HitLines LINES = new HitLines(ZoneId.of("Asia/Shanghai"));

    @Test
    void showsTimesInTheZoneAndPiecesOnOneLine() {
        Hit hit = new Hit(
                Optional.of(Instant.parse("2026-11-24T20:05:00Z")),
                Optional.of("zhangsan"),
                "room:wr1",
                "text",
                Optional.of(Instant.parse("2026-11-24T20:06:59Z")),
                true,
                List.of("第一行\n第二行", "三"));

        List<String> lines = LINES.of(new Hits(1, List.of(hit)));

        assertThat(lines)
                .containsExactly(
                        "2026-11-25 04:05  zhangsan  in room:wr1  text  recalled 2026-11-25 04:06  damaged",
                        "    第一行 第二行 … 三");
    }

    @Test
    void showsWhatAMessageDoesNotHave() {
        Hit hit = new Hit(Optional.empty(), Optional.empty(), "user:a", "image", Optional.empty(), false, List.of());

        List<String> lines = LINES.of(new Hits(1, List.of(hit)));

        assertThat(lines).containsExactly("undated  -  in user:a  image");
    }
}
