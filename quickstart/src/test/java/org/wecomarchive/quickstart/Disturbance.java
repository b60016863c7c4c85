package org.wecomarchive.quickstart;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;

/** Something that goes wrong while records flow. */
enum Disturbance {
    /** One of the Kafka nodes stops. */
    STOP_NODE {
        @Override
        void strike(ScenarioStage stage, Crew crew, LedgerWatch ledger) {
            stage.kafka().stopNode(1);
        }
    },
    /** The stopped node comes back. */
    START_NODE {
        @Override
        void strike(ScenarioStage stage, Crew crew, LedgerWatch ledger) {
            stage.kafka().startNode(1);
        }
    },
    /** Kill -9 of every process that hosts the library, the ingestor's and the decryptors'. */
    KILL_LIBRARY_HOSTS {
        @Override
        void strike(ScenarioStage stage, Crew crew, LedgerWatch ledger) throws Exception {
            stage.killLibraryHosts();
        }
    },
    /** Kill -9 of the worker that has the task; ingest goes on elsewhere in time. */
    KILL_WORKER {
        @Override
        void strike(ScenarioStage stage, Crew crew, LedgerWatch ledger) throws Exception {
            ConnectWorkerProcess worker = crew.workerOfTheTask();
            stage.lookForLeaksIn(worker.process());

            crew.kill(worker);

            requireIngestAgain("ingest resumes after a kill", stage, ledger);
        }
    },
    /** The worker that has the task stands still past its transaction; ingest goes on elsewhere in time, and it wakes up. */
    STALL_WORKER {
        @Override
        void strike(ScenarioStage stage, Crew crew, LedgerWatch ledger) throws Exception {
            ConnectWorkerProcess zombie = crew.workerOfTheTask();
            ConnectWorkerProcess other = crew.otherThan(zombie);

            Signal.STOP.sendTo(zombie.process());
            requireIngestAgain("ingest resumes after a stall", stage, ledger);
            await().during(TRANSACTION).atMost(Crew.SETTLED).until(() -> crew.runs(other));
            Signal.CONT.sendTo(zombie.process());

            zombie.rest().awaitRunning(stage.corpId(), Crew.SETTLED);
        }
    },
    /** Kill -9 of the decryptor that has the tenant's partition; the other one goes on in time. */
    KILL_DECRYPTOR {
        @Override
        void strike(ScenarioStage stage, Crew crew, LedgerWatch ledger) throws Exception {
            DecryptorProcess decryptor = crew.decryptorOfThePartition();
            stage.lookForLeaksIn(decryptor.handle());

            crew.kill(decryptor);

            // More outcomes than the dead one can have seen.
            long fetched = moreToCome(stage, ledger);
            ledger.until(
                    "decryption resumes after a kill",
                    DECRYPTION_RESUMES,
                    now -> now.balance().outcomes() > fetched);
        }
    };

    private static final Duration INGEST_RESUMES = Duration.ofSeconds(15);
    private static final Duration DECRYPTION_RESUMES = Duration.ofSeconds(20);
    private static final Duration TRANSACTION = Duration.ofSeconds(10);

    abstract void strike(ScenarioStage stage, Crew crew, LedgerWatch ledger) throws Exception;

    private static void requireIngestAgain(String what, ScenarioStage stage, LedgerWatch ledger) throws Exception {
        long fetched = moreToCome(stage, ledger);
        ledger.until(what, INGEST_RESUMES, now -> now.raw().size() > fetched + Crew.PAGE);
    }

    /** How many are fetched at the moment; more are left than may be on their way. */
    private static long moreToCome(ScenarioStage stage, LedgerWatch ledger) throws Exception {
        stage.tenant().grow(4 * Crew.PAGE);
        return ledger.now().raw().size();
    }
}
