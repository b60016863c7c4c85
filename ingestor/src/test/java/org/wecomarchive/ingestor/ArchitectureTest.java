package org.wecomarchive.ingestor;

import org.wecomarchive.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {}
