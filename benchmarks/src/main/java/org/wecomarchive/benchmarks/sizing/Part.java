package org.wecomarchive.benchmarks.sizing;

/** A process of the pipeline whose CPU time is counted by itself. */
enum Part {
    BROKER("Kafka broker", Copies.REPLICAS),
    INGESTOR("ingestor, in a Connect worker", Copies.ONE),
    INGESTOR_LIBRARY("ingestor, the library's process", Copies.ONE),
    DECRYPTOR("decryptor", Copies.ONE),
    DECRYPTOR_LIBRARY("decryptor, the library's process", Copies.ONE),
    SEARCH_SINK("search sink, in a Connect worker", Copies.ONE),
    ELASTICSEARCH("Elasticsearch", Copies.INDEX_COPIES),
    COLD_SINK("cold sinks of events and raw, in a Connect worker", Copies.ONE);

    /** How often a site does the work that was measured once. */
    enum Copies {
        ONE,
        /** Once for each replica of a topic. */
        REPLICAS,
        /** Once for each copy of an index. */
        INDEX_COPIES
    }

    private final String title;
    private final Copies copies;

    Part(String title, Copies copies) {
        this.title = title;
        this.copies = copies;
    }

    /** As the table names it. */
    String title() {
        return title;
    }

    Copies copies() {
        return copies;
    }
}
