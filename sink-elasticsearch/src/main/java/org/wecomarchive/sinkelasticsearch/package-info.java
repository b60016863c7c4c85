/** Kafka Connect sink connector from the events topic to search documents in Elasticsearch. */
package org.wecomarchive.sinkelasticsearch;
