package org.wecomarchive.simulator;

import org.wecomarchive.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {}
