package org.wecomarchive.financesdk.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.financesdk.SdkMonitor;
import org.wecomarchive.financesdk.SdkSettings;

/**
 * The library in a child process: its crash, hang or kill costs the calls in flight and one restart.
 *
 * <p><b>Threads.</b> Safe. <b>Invariant.</b> The host never holds more than 32 MiB of payloads: callers beyond that wait for
 * those in flight, whose time is limited.
 */
public final class ProcessFinanceSdk implements FinanceSdk {

    private static final int KIB = 1 << 10;

    /** The host's heap holds a payload in about five forms at once. */
    private static final int IN_FLIGHT_KIB = 32 * KIB;

    /** One request; a larger batch goes in several, so that its answers do not add up either. */
    private static final int REQUEST_BYTES = 1 << 20;

    /** Added to the limit for each payload in flight: what a slow machine needs for one. */
    private static final Duration PER_PAYLOAD = Duration.ofMillis(1);

    /** Start and decryption together, as Kafka Streams must not be kept longer inside a transaction. */
    private static final Duration START_AND_DECRYPT_AT_MOST = Duration.ofSeconds(3);

    private static final Duration SHORTEST_START_WAIT = Duration.ofMillis(500);

    private final HostSupervisor supervisor;
    private final Answers answers;
    private final Duration decryptTimeout;
    private final Duration startWait;
    private final Semaphore inFlightKib = new Semaphore(IN_FLIGHT_KIB, true);
    private final AtomicInteger sessions = new AtomicInteger();

    private ProcessFinanceSdk(HostSupervisor supervisor, Answers answers, Duration decryptTimeout) {
        this.supervisor = supervisor;
        this.answers = answers;
        this.decryptTimeout = decryptTimeout;
        Duration rest = START_AND_DECRYPT_AT_MOST.minus(decryptTimeout);
        this.startWait = rest.compareTo(SHORTEST_START_WAIT) > 0 ? rest : SHORTEST_START_WAIT;
    }

    /**
     * Starts the process and waits until it has opened the library, or until this start has failed: the next call starts it
     * again.
     *
     * @throws IllegalArgumentException when the library cannot be used as it is; the message says why and what to do
     */
    public static ProcessFinanceSdk start(SdkSettings settings, SdkMonitor monitor) {
        RestartBackoff backoff = new RestartBackoff(
                System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
        HostSupervisor supervisor = new HostSupervisor(new HostLauncher(settings.library()), backoff, monitor);
        supervisor.begin();
        return new ProcessFinanceSdk(supervisor, new Answers(monitor), settings.decryptTimeout());
    }

    @Override
    public ArchiveSession open(CorpCredentials credentials) throws SdkException {
        HostedSession session = new HostedSession(sessions.incrementAndGet(), credentials, supervisor, answers);
        session.open();
        return session;
    }

    @Override
    public byte[] decrypt(EncryptedPayload payload) throws SdkException {
        return send(List.of(payload), PayloadCodec.bytesOf(payload)).get(0).payload();
    }

    @Override
    public List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) throws SdkException {
        List<DecryptOutcome> outcomes = new ArrayList<>(payloads.size());
        try {
            for (int from = 0; from < payloads.size(); from = outcomes.size()) {
                int to = from;
                int bytes = 0;
                do {
                    bytes += PayloadCodec.bytesOf(payloads.get(to++));
                } while (to < payloads.size() && bytes + PayloadCodec.bytesOf(payloads.get(to)) <= REQUEST_BYTES);
                outcomes.addAll(send(payloads.subList(from, to), bytes));
            }
            return outcomes;
        } catch (SdkCrashException crash) {
            throw payloads.size() == 1 ? crash : inCompany(crash);
        }
    }

    /** A batch that went in several requests may have had its last payload alone in flight, but cannot say which. */
    private static SdkCrashException inCompany(SdkCrashException crash) {
        return new SdkCrashException(crash.function(), crash.kind(), false, crash.remedy());
    }

    private List<DecryptOutcome> send(List<EncryptedPayload> payloads, int bytes) throws SdkException {
        int kib = bytes / KIB + 1;
        if (kib > IN_FLIGHT_KIB) {
            return List.of(new DecryptOutcome.Refused(new SdkException(
                    SdkFunction.DECRYPT_DATA, 0, FailureClass.BAD_RECORD, "the payload is larger than 32 MiB")));
        }
        inFlightKib.acquireUninterruptibly(kib);
        try {
            FrameBuilder request = new FrameBuilder(Protocol.Request.DECRYPT, Integer.BYTES + bytes);
            PayloadCodec.putPayloads(request, payloads);
            Frame answer = ask(request, payloads.size());
            answers.accept(answer);
            return PayloadCodec.readOutcomes(answer, payloads.size());
        } finally {
            inFlightKib.release(kib);
        }
    }

    private Frame ask(FrameBuilder request, int count) throws SdkCrashException {
        while (true) {
            Host host = supervisor.host(SdkFunction.DECRYPT_DATA, startWait);
            Duration limit = decryptTimeout.plus(PER_PAYLOAD.multipliedBy((long) host.weightInFlight() + count));
            PendingCall call = new PendingCall(SdkFunction.DECRYPT_DATA, count, HostSupervisor.ticks(limit));
            Optional<Frame> answer = host.call(call, request);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    /** Ends the process, kindly at first; calls in progress fail. */
    @Override
    public void close() {
        supervisor.close();
    }
}
