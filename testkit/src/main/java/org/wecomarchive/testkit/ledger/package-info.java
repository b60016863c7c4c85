/** What the topics hold, counted by (corp, seq), and the delivery guarantees as checks of it. */
package org.wecomarchive.testkit.ledger;
