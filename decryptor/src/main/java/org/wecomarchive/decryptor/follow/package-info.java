/** What goes on beside the stream: topics that are read whole, work that is repeated, questions to the brokers. */
package org.wecomarchive.decryptor.follow;
