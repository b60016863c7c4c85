/** Avro records of the pipeline in the Confluent wire format, with schemas kept by a registry. */
package org.wecomarchive.serde;
