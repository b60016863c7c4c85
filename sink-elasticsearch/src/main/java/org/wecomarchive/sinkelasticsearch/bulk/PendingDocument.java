package org.wecomarchive.sinkelasticsearch.bulk;

import java.util.function.Consumer;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;

/**
 * A write in flight. A thread of the writer calls one of the two callbacks, once.
 *
 * @param write what to write
 * @param written it is on disk, or was there before
 * @param rejected it can never be written, for a reason of this type
 */
public record PendingDocument(DocumentWrite write, Runnable written, Consumer<String> rejected) {}
