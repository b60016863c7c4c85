/** Whether the stream lives and gets on, over HTTP. */
package org.wecomarchive.decryptor.health;
