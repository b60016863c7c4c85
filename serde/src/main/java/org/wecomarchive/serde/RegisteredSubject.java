package org.wecomarchive.serde;

import java.util.Optional;

/**
 * What the registry has for a topic's values, beside the schema of this release.
 *
 * @param subject of the registry
 * @param type simple name of the record class that the topic holds
 * @param id of the schema of this release; empty if the subject does not hold it
 * @param taken whether the subject holds the schema or would take it; empty if there is no such subject
 * @param compatibility level that holds for the subject, such as {@code FULL_TRANSITIVE}; empty if the registry tells none
 */
public record RegisteredSubject(
        String subject, String type, Optional<Integer> id, Optional<Boolean> taken, Optional<String> compatibility) {}
