package org.wecomarchive.quickstart;

/** Something that goes wrong while records flow. */
enum Disturbance {
    /** Kill -9 of the Connect worker's process; another one takes over. */
    KILL_WORKER {
        @Override
        void strike(ScenarioStage stage) throws Exception {
            stage.replaceWorker();
        }
    },
    /** The decryptor ends and another one starts. */
    RESTART_DECRYPTOR {
        @Override
        void strike(ScenarioStage stage) throws Exception {
            stage.restartDecryptor();
        }
    },
    /** Kill -9 of every process that hosts the library, the ingestor's and the decryptor's. */
    KILL_LIBRARY_HOSTS {
        @Override
        void strike(ScenarioStage stage) throws Exception {
            stage.killLibraryHosts();
        }
    },
    /** One of the Kafka nodes stops. */
    STOP_NODE {
        @Override
        void strike(ScenarioStage stage) {
            stage.kafka().stopNode(1);
        }
    },
    /** The stopped node comes back. */
    START_NODE {
        @Override
        void strike(ScenarioStage stage) {
            stage.kafka().startNode(1);
        }
    };

    abstract void strike(ScenarioStage stage) throws Exception;
}
