package org.wecomarchive.sinkelasticsearch.bulk;

import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;

/** A write and whom to tell. */
public record Submission(DocumentWrite write, Receipt receipt) {}
