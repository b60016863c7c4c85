package org.wecomarchive.sinkelasticsearch.cluster;

import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.RedirectStrategy;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.protocol.HttpContext;

/** Stays with the configured hosts. */
enum NoRedirects implements RedirectStrategy {
    INSTANCE;

    @Override
    public boolean isRedirected(HttpRequest request, HttpResponse response, HttpContext context) {
        return false;
    }

    @Override
    public HttpUriRequest getRedirect(HttpRequest request, HttpResponse response, HttpContext context) {
        throw new IllegalStateException("redirects are not followed");
    }
}
