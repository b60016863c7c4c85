package org.wecomarchive.simulator.server;

/** Adds the conditions of the moment to an archive. */
final class ConditionedArchive implements TenantArchive {

    private static final int NETWORK_ERROR = 10001;

    private final TenantArchive archive;
    private final ServerConditions conditions;

    ConditionedArchive(TenantArchive archive, ServerConditions conditions) {
        this.archive = archive;
        this.conditions = conditions;
    }

    @Override
    public PageReply fetchPage(String secret, long seq, int limit) {
        conditions.pageAskedFor();
        if (!conditions.pass(conditions.latency())) {
            return PageReply.refused(NETWORK_ERROR);
        }
        PageReply reply = archive.fetchPage(secret, seq, limit);
        int errcode = conditions.errcode();
        return reply.code() == 0 && errcode != 0 ? PageJson.error(errcode, "as the simulator was told") : reply;
    }

    @Override
    public MediaReply fetchMedia(String secret, String sdkFileId, String index) {
        return conditions.pass(conditions.latency())
                ? archive.fetchMedia(secret, sdkFileId, index)
                : MediaReply.refused(NETWORK_ERROR);
    }
}
