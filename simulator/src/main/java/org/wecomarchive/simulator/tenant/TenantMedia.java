package org.wecomarchive.simulator.tenant;

import org.wecomarchive.simulator.conversation.MediaFile;

/**
 * A media file as its id finds it.
 *
 * @param expired whether the record that carries the id is older than the retention
 */
public record TenantMedia(MediaFile file, boolean expired) {}
