/** What Kafka and the schema registry should have, compared with what they have, and made so. */
package org.wecomarchive.cli.provision;
