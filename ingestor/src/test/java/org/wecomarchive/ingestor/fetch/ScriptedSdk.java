package org.wecomarchive.ingestor.fetch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.testkit.time.ManualTime;

/** A library that answers by a script, then by a rule or with empty pages; every call takes a moment of manual time. */
final class ScriptedSdk implements FinanceSdk {

    private final ManualTime time;
    private final Queue<Answer> script = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();
    private Rule rule = (seq, limit) -> pageOf();
    private Duration latency = Duration.ofMillis(20);
    private int sessions;

    /** What a page was asked for with, and when. */
    record Call(long seq, int limit, Duration at) {}

    /** One answer of the script. */
    @FunctionalInterface
    interface Answer {
        String give() throws SdkException;
    }

    /** What a page is answered with behind the script. */
    @FunctionalInterface
    interface Rule {
        String give(long seq, int limit) throws SdkException;
    }

    ScriptedSdk(ManualTime time) {
        this.time = time;
    }

    ScriptedSdk answer(Answer answer) {
        script.add(answer);
        return this;
    }

    /** Answers with {@code other} once the script is at its end. */
    ScriptedSdk then(Rule other) {
        rule = other;
        return this;
    }

    /** A page with these seqs, msgid {@code m<seq>}. */
    ScriptedSdk page(long... seqs) {
        return answer(() -> pageOf(seqs));
    }

    ScriptedSdk failure(SdkException failure) {
        return answer(() -> {
            throw failure;
        });
    }

    ScriptedSdk latency(Duration duration) {
        latency = duration;
        return this;
    }

    static String pageOf(long... seqs) {
        return LongStream.of(seqs)
                .mapToObj(seq -> "{\"seq\":" + seq + ",\"msgid\":\"m" + seq + "\",\"publickey_ver\":1,"
                        + "\"encrypt_random_key\":\"k\",\"encrypt_chat_msg\":\"p\"}")
                .collect(Collectors.joining(",", "{\"errcode\":0,\"chatdata\":[", "]}"));
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<Duration> callTimes() {
        return calls.stream().map(Call::at).toList();
    }

    int sessions() {
        return sessions;
    }

    @Override
    public ArchiveSession open(CorpCredentials credentials) {
        sessions++;
        return new ArchiveSession() {
            @Override
            public byte[] fetchPage(long seq, int limit) throws SdkException {
                calls.add(new Call(seq, limit, time.passed()));
                time.pass(latency);
                Answer answer = script.isEmpty() ? () -> rule.give(seq, limit) : script.remove();
                return answer.give().getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public MediaChunk fetchMedia(String sdkFileId, String index) {
                throw new UnsupportedOperationException("no media here");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public byte[] decrypt(EncryptedPayload payload) {
        throw new UnsupportedOperationException("the ingestor has no keys");
    }

    @Override
    public List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) {
        throw new UnsupportedOperationException("the ingestor has no keys");
    }

    @Override
    public void close() {}
}
