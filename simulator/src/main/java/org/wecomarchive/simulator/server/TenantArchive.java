package org.wecomarchive.simulator.server;

import java.util.Arrays;
import java.util.Objects;

/**
 * WeCom's side of one corp: answers what the SDK asks over the network.
 *
 * <p>Behaviours nest as decorators, so that both fronts, the Java one and the C library, show the same. Implementations
 * are safe for any number of threads.
 */
public interface TenantArchive {

    /**
     * Answers {@code GetChatData}.
     *
     * @param seq exclusive, unsigned
     * @param limit as the caller gave it, unsigned
     */
    PageReply fetchPage(String secret, long seq, int limit);

    /**
     * Answers {@code GetMediaData}.
     *
     * @param index empty for the first chunk, then the index of the reply before
     */
    MediaReply fetchMedia(String secret, String sdkFileId, String index);

    /**
     * A page or a refusal.
     *
     * @param code return value of the native function; negative for a {@code FrontFault}
     * @param json the page; empty unless the code is 0
     */
    record PageReply(int code, byte[] json) {

        public PageReply {
            json = json.clone();
        }

        static PageReply refused(int code) {
            return new PageReply(code, new byte[0]);
        }

        @Override
        public byte[] json() {
            return json.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PageReply that && code == that.code && Arrays.equals(json, that.json);
        }

        @Override
        public int hashCode() {
            return Objects.hash(code, Arrays.hashCode(json));
        }
    }

    /**
     * A chunk or a refusal.
     *
     * @param code as for a page
     * @param content bytes of the chunk; empty unless the code is 0
     * @param nextIndex {@code Range:bytes=<from>-<to>}, both inclusive; empty after the last chunk
     */
    record MediaReply(int code, byte[] content, String nextIndex, boolean last) {

        public MediaReply {
            content = content.clone();
            Objects.requireNonNull(nextIndex, "nextIndex is null");
        }

        static MediaReply refused(int code) {
            return new MediaReply(code, new byte[0], "", false);
        }

        @Override
        public byte[] content() {
            return content.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof MediaReply that
                    && code == that.code
                    && Arrays.equals(content, that.content)
                    && nextIndex.equals(that.nextIndex)
                    && last == that.last;
        }

        @Override
        public int hashCode() {
            return Objects.hash(code, Arrays.hashCode(content), nextIndex, last);
        }
    }
}
