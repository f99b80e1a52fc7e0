# syntax=docker/dockerfile:1
# Souk in a container: built in one stage, run in another with nothing but what the binary loads.
# How it is used, and what of it could be tried where: docs/docker.md

FROM swift:6.3-bookworm AS builder
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-pip python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /souk
# The pinned libraries in a layer of their own, which changes with their versions only.
COPY dev/setup dev/wheels.txt dev/
COPY Sources/Bindings/CSparkConnect/protocol Sources/Bindings/CSparkConnect/protocol
RUN dev/setup build && rm -rf /var/lib/apt/lists/*
COPY Package.swift ./
COPY Sources Sources
COPY Benchmarks Benchmarks
COPY Tests Tests
COPY docker/collect docker/collect
RUN PKG_CONFIG_PATH=/souk/.deps/pkgconfig swift build -c release --product souk \
 && docker/collect .build/release/souk /image

FROM debian:bookworm-slim
COPY docker/packages.txt /tmp/packages.txt
RUN apt-get update \
 && xargs apt-get install -y --no-install-recommends </tmp/packages.txt \
 && rm -rf /var/lib/apt/lists/* /tmp/packages.txt \
 && useradd --uid 10001 --create-home --home-dir /var/lib/souk --shell /usr/sbin/nologin souk
COPY --from=builder /image/bin/souk /usr/local/bin/souk
COPY --from=builder /image/lib /usr/local/lib/souk
RUN echo /usr/local/lib/souk >/etc/ld.so.conf.d/souk.conf && ldconfig && souk --version
COPY docker/entrypoint /usr/local/bin/souk-entrypoint
USER souk
WORKDIR /var/lib/souk
VOLUME /var/lib/souk
ENV SOUK_DASHBOARD_LISTEN=0.0.0.0:5000 \
    SOUK_DASHBOARD_TOKEN_FILE=/var/lib/souk/token
EXPOSE 5000
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=6 CMD ["souk", "health", "--quiet"]
# SIGTERM drains and commits, for up to a minute: give `docker stop` as long.
STOPSIGNAL SIGTERM
ENTRYPOINT ["souk-entrypoint"]
CMD ["up"]
