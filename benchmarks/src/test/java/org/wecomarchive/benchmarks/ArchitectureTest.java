package org.wecomarchive.benchmarks;

import org.wecomarchive.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {}
