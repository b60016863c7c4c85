package org.wecomarchive.testkit.ledger;

/**
 * Why a record is parked, as its headers say; a header that is missing is empty.
 *
 * @param corp corp id
 * @param keyVersion version of the corp's private key
 * @param word of the closed list of {@code wecom-reason}, such as {@code missing-key}
 */
public record ParkedFor(String corp, String keyVersion, String word) {}
