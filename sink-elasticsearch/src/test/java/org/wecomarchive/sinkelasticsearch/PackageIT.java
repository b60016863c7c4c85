package org.wecomarchive.sinkelasticsearch;

import org.wecomarchive.architecture.PackageContract;

final class PackageIT extends PackageContract {}
