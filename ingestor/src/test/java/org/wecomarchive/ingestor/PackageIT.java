package org.wecomarchive.ingestor;

import org.wecomarchive.architecture.PackageContract;

final class PackageIT extends PackageContract {}
