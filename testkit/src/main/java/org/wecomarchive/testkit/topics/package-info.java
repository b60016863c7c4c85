/** The table of topics, read from {@code deploy/topics.yaml}. */
package org.wecomarchive.testkit.topics;
