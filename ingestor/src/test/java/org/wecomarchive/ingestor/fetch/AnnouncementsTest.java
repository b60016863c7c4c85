package org.wecomarchive.ingestor.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.wecomarchive.ingestor.pace.ManualTime;

final class AnnouncementsTest {

    private final ManualTime time = ManualTime.endless();
    private final Announcements announcements = new Announcements(time.timing());

    @Test
    void announceATroubleThatLastsEveryTenMinutes() {
        int announced = 0;

        for (int minute = 0; minute < 60; minute++) {
            announced += announcements.isNewOrLasts("a transaction hangs") ? 1 : 0;
            time.pass(Duration.ofMinutes(1));
        }

        assertThat(announced).isEqualTo(6);
    }

    @Test
    void announceWhatAPersonMustDoOnce() {
        assertThat(announcements.isNew("10009")).isTrue();
        time.pass(Duration.ofDays(1));

        assertThat(announcements.isNew("10009")).isFalse();
    }

    @Test
    void announceEveryChange() {
        assertThat(announcements.isNewOrLasts("10001")).isTrue();
        assertThat(announcements.isNewOrLasts("10002")).isTrue();
        assertThat(announcements.isNew("10001")).isTrue();
        assertThat(announcements.isNewOrLasts("10001")).isFalse();
    }

    @Test
    void announceATroubleAgainThatComesBackAfterASuccess() {
        announcements.isNewOrLasts("10001");

        announcements.over();

        assertThat(announcements.isNewOrLasts("10001")).isTrue();
    }
}
