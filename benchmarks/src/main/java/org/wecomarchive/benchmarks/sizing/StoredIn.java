package org.wecomarchive.benchmarks.sizing;

/** Where a record lies, in one copy. */
enum StoredIn {
    PLAINTEXT("plaintext, as WeCom's JSON"),
    RAW_TOPIC("topic `raw.v1`"),
    EVENTS_TOPIC("topic `events.v1`"),
    OTHER_TOPICS("topics `parked.v1` and `dead-letters.v1`"),
    SEARCH("Elasticsearch index"),
    COLD_RAW("cold table `raw`"),
    COLD_EVENTS("cold table `events`");

    private final String title;

    StoredIn(String title) {
        this.title = title;
    }

    /** As the table names it. */
    String title() {
        return title;
    }
}
