# syntax=docker/dockerfile:1
# The portal and its worker, one image. `docker compose up` builds and starts both with a database.

FROM rust:1.95-bookworm AS builder
WORKDIR /build
ENV SQLX_OFFLINE=true
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked && cp target/release/motcua /motcua

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --home-dir /var/lib/motcua --create-home motcua
COPY --from=builder /motcua /usr/local/bin/motcua
ENV MOTCUA_LISTEN=0.0.0.0:8080 \
    MOTCUA_METRICS_LISTEN=0.0.0.0:9180 \
    MOTCUA_DATA_DIR=/var/lib/motcua
USER motcua
WORKDIR /var/lib/motcua
VOLUME /var/lib/motcua
EXPOSE 8080 9180
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["motcua", "check", "--live"]
ENTRYPOINT ["motcua"]
CMD ["serve"]
