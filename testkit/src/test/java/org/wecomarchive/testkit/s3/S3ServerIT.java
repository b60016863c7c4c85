package org.wecomarchive.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
final class S3ServerIT {

    @TempDir
    Path directory;

    @Test
    void refusesStrangersAndKeepsItsAddressOverAKill() throws Exception {
        S3Server killed = S3Server.start(directory);
        int answer = withoutKey(killed);
        killed.killHard();

        try (S3Server restarted = S3Server.start(directory)) {

            assertThat(answer).isEqualTo(403);
            assertThat(restarted.url()).isEqualTo(killed.url());
            assertThat(withoutKey(restarted)).isEqualTo(403);
        }
    }

    private static int withoutKey(S3Server server) throws Exception {
        HttpRequest put = HttpRequest.newBuilder(URI.create(server.url() + "/" + S3Server.BUCKET + "/object"))
                .PUT(BodyPublishers.ofString("text"))
                .build();
        return HttpClient.newHttpClient().send(put, BodyHandlers.discarding()).statusCode();
    }
}
