/** Which topics and rights the pipeline needs, read from {@code deploy/topics.yaml} and {@code deploy/acls.yaml}. */
package org.wecomarchive.provisioning;
