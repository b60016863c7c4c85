package org.wecomarchive.schemas;

import org.wecomarchive.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {}
