package org.wecomarchive.sinkelasticsearch.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * A recall whose message is not marked yet.
 *
 * @param id of the recall's own document
 * @param corpId corp of both
 * @param recalledMsgid the message
 * @param sender who recalled it
 * @param sentAt when it was recalled
 * @param attempts looks for the message so far
 */
public record PendingRecall(
        String id,
        String corpId,
        String recalledMsgid,
        Optional<String> sender,
        Optional<Instant> sentAt,
        int attempts) {}
