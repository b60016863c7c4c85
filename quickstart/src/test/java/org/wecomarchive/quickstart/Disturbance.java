package org.wecomarchive.quickstart;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;

/** Something that goes wrong, or is changed, while records flow; each says after how long the others went on. */
public enum Disturbance {
    /** One of the Kafka nodes stops. */
    STOP_NODE {
        @Override
        Duration strike(ScenarioStage stage, RedundantPipeline pipeline, LedgerWatch ledger) {
            stage.kafka().stopNode(1);
            return Duration.ZERO;
        }
    },
    /** The stopped node comes back. */
    START_NODE {
        @Override
        Duration strike(ScenarioStage stage, RedundantPipeline pipeline, LedgerWatch ledger) {
            stage.kafka().startNode(1);
            return Duration.ZERO;
        }
    },
    /** Kill -9 of every process that hosts the library, the ingestor's and the decryptors'. */
    KILL_LIBRARY_HOSTS {
        @Override
        Duration strike(ScenarioStage stage, RedundantPipeline pipeline, LedgerWatch ledger) throws Exception {
            stage.killLibraryHosts();
            return Duration.ZERO;
        }
    },
    /** Kill -9 of the worker that has the task; ingest goes on elsewhere in time. */
    KILL_WORKER {
        @Override
        Duration strike(ScenarioStage stage, RedundantPipeline pipeline, LedgerWatch ledger) throws Exception {
            ConnectWorkerProcess worker = pipeline.workerOfTheTask();
            stage.lookForLeaksIn(worker.process());

            pipeline.kill(worker);

            return ingestAgain("ingest resumes after a kill", stage, ledger);
        }
    },
    /** The worker that has the task stands still past its transaction; ingest goes on elsewhere in time, and it wakes up. */
    STALL_WORKER {
        @Override
        Duration strike(ScenarioStage stage, RedundantPipeline pipeline, LedgerWatch ledger) throws Exception {
            ConnectWorkerProcess zombie = pipeline.workerOfTheTask();
            ConnectWorkerProcess other = pipeline.otherThan(zombie);

            Signal.STOP.sendTo(zombie.process());
            Duration resumed = ingestAgain("ingest resumes after a stall", stage, ledger);
            await().during(TRANSACTION).atMost(RedundantPipeline.SETTLED).until(() -> pipeline.runs(other));
            Signal.CONT.sendTo(zombie.process());

            zombie.rest().awaitRunning(stage.corpId(), RedundantPipeline.SETTLED);
            return resumed;
        }
    },
    /** Kill -9 of the decryptor that has the tenant's partition; the other one goes on in time. */
    KILL_DECRYPTOR {
        @Override
        Duration strike(ScenarioStage stage, RedundantPipeline pipeline, LedgerWatch ledger) throws Exception {
            DecryptorProcess decryptor = pipeline.decryptorOfThePartition();
            stage.lookForLeaksIn(decryptor.handle());

            pipeline.kill(decryptor);

            // More outcomes than the dead one can have seen.
            long fetched = moreToCome(stage, ledger);
            return ledger.until(
                    "decryption resumes after a kill", now -> now.balance().outcomes() > fetched);
        }
    },
    /** The topic of events gets more partitions; conversations use them. */
    ADD_PARTITIONS {
        @Override
        Duration strike(ScenarioStage stage, RedundantPipeline pipeline, LedgerWatch ledger) throws Exception {
            String topic = stage.settings().topics().events();
            int before = stage.partitions(topic);
            stage.grow(topic, before + 3);

            return ledger.until("new partitions hold events", () -> {
                stage.tenant().grow(RedundantPipeline.PAGE);
                return stage.partitionsByCorp(topic).get(stage.corpId()).stream()
                        .anyMatch(partition -> partition >= before);
            });
        }
    };

    private static final Duration TRANSACTION = Duration.ofSeconds(10);

    abstract Duration strike(ScenarioStage stage, RedundantPipeline pipeline, LedgerWatch ledger) throws Exception;

    private static Duration ingestAgain(String what, ScenarioStage stage, LedgerWatch ledger) throws Exception {
        long fetched = moreToCome(stage, ledger);
        return ledger.until(what, now -> now.raw().size() > fetched + RedundantPipeline.PAGE);
    }

    /** How many are fetched at the moment; more are left than may be on their way. */
    private static long moreToCome(ScenarioStage stage, LedgerWatch ledger) throws Exception {
        stage.tenant().grow(4 * RedundantPipeline.PAGE);
        return ledger.now().raw().size();
    }
}
